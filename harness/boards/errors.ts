import { BenchError, type Colour } from '../../errors/bench-error.ts';
import type { AtTimeout } from '../at/errors.ts';

type Details = { readonly cause?: unknown; readonly evidence?: readonly string[] };

/**
 * The board answers nothing any more, not even AT. Whether its supply, its cable or the firmware is to blame cannot be
 * seen from outside, so nothing is proved against the firmware: that is for the bench to look into first.
 */
export class BoardSilent extends BenchError {
  readonly code = 'BOARD_SILENT';
  readonly colour: Colour = 'bench';

  /** @param before what it left unanswered first, if it had been answering until then */
  constructor(silence: AtTimeout, before?: AtTimeout) {
    const { evidence } = before ?? silence;
    const sentence = before
      ? `the board fell silent: ${before.message}, and no answer to AT after that either; check its power, its reset line and its cable, then start again`
      : `the board does not answer: ${silence.message}`;
    super(sentence, { cause: before ?? silence, evidence });
  }
}

/**
 * The chip started anew, and its own log says that its supply or its reset line did it: whatever failed since then did so
 * because the firmware had forgotten what it was told.
 */
export class PowerInterrupted extends BenchError {
  readonly code = 'POWER_INTERRUPTED';
  readonly colour: Colour = 'bench';
  /** As the ROM prints it: `POWERON_RESET`. */
  readonly reason: string;

  constructor(reason: string, details: Details = {}) {
    super(
      `the board was reset from outside while it was in use (${reason} on its log port); check its supply, its cable and what is wired to its reset line, then start again`,
      details,
    );
    this.reason = reason;
  }
}

/** The board had joined an access point, and is out again without having been told to leave. */
export class WifiLost extends BenchError {
  readonly code = 'WIFI_LOST';
  readonly colour: Colour = 'bench';

  constructor(details: Details = {}) {
    super(
      'the board lost its Wi-Fi in the middle of its work (WIFI DISCONNECT); check that the access point is up and in reach, then start again',
      details,
    );
  }
}

/** `+CWJAP:n` of ESP-AT. The same cause gives different numbers on different releases and access points. */
const JOIN_CODES: Readonly<Record<number, string>> = {
  1: 'it timed out: out of range, a wrong password on some access points, or no address from DHCP',
  2: 'the password is probably wrong',
  3: 'no such access point was found, or its security is another than expected',
  4: 'the access point refused: wrong password on some releases, too many stations, or a filter',
};

/** The board did not get onto the Wi-Fi. */
export class WifiJoinFailed extends BenchError {
  readonly code = 'WIFI_JOIN_FAILED';
  readonly colour: Colour = 'bench';
  readonly ssid: string;
  /** The n of `+CWJAP:n`; null when the board gave none. */
  readonly joinCode: number | null;

  constructor(ssid: string, joinCode: number | null, details: Details) {
    const said = joinCode === null ? 'ERROR without a code' : `+CWJAP:${joinCode}`;
    const meaning =
      JOIN_CODES[joinCode ?? 0] ?? 'which of the usual reasons it is, that does not tell';
    super(`the board could not join "${ssid}"; it said ${said}: ${meaning}`, details);
    this.ssid = ssid;
    this.joinCode = joinCode;
  }
}

/** The board's clock does not show a year in which certificates are valid. */
export class ClockNotSet extends BenchError {
  readonly code = 'CLOCK_NOT_SET';
  readonly colour: Colour = 'bench';
  /** What the clock shows, as the board wrote it. */
  readonly shows: string;

  constructor(how: string, shows: string, details: Details = {}) {
    super(
      `the board's clock still shows "${shows}" after ${how}; TLS refuses every certificate until it is right`,
      details,
    );
    this.shows = shows;
  }
}

/** How an attempt to connect went. */
interface FailedAttempt {
  /** `host:port` as the board was told. */
  readonly where: string;
  readonly afterMs: number;
  /** The last lines of the board. */
  readonly said: readonly string[];
  /** The board tried, and the cloud saw nothing of it. */
  readonly isUnseen: boolean;
}

/**
 * The board did not connect to the broker. Why, only its log port or the cloud can tell: all causes look alike here. An
 * attempt of which the cloud saw nothing was lost on the way there: that is the bench's.
 */
export class MqttConnectFailed extends BenchError {
  readonly code = 'MQTT_CONNECT_FAILED';
  readonly colour: Colour;
  readonly afterMs: number;

  constructor({ where, afterMs, said, isUnseen }: FailedAttempt, details: Details) {
    const lines = said.join(', ') || 'nothing but ERROR';
    const advice = isUnseen
      ? `the cloud saw nothing of it: check that ${where} leads from the board's network to this computer, and firewalls on the way`
      : "the cloud's events and the log port tell why";
    super(
      `the board did not connect to ${where}: after ${(afterMs / 1000).toFixed(1)} s it had said ${lines}; ${advice}`,
      details,
    );
    this.colour = isUnseen ? 'bench' : 'firmware';
    this.afterMs = afterMs;
  }
}

/** A message did not arrive at the board, or not as it was sent. */
export class MessageMissing extends BenchError {
  readonly code = 'MESSAGE_MISSING';
  readonly colour: Colour = 'firmware';

  constructor(wanted: string, withinMs: number, came: readonly string[], details: Details = {}) {
    super(
      `waited ${withinMs} ms for ${wanted}; ${came.length === 0 ? 'no message came' : `there came ${came.join(', then ')}`}`,
      details,
    );
  }
}
