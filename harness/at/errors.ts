import { BenchError, type Colour } from '../../errors/bench-error.ts';
import { describeErrorCode } from './error-codes.ts';

/** What an error about a board can carry along. */
interface Circumstances {
  /** Lines of the transcript. */
  readonly evidence?: readonly string[];
  readonly cause?: unknown;
}

/** `ERR CODE` of a command that the firmware does not have. */
const UNKNOWN_COMMAND = 0x01090000;

/** The board answered ERROR, or `+MQTTPUB:FAIL`. */
export class AtRefused extends BenchError {
  readonly code = 'AT_REFUSED';
  readonly colour: Colour = 'firmware';
  /** As sent, secrets masked. */
  readonly command: string;
  /** The `ERR CODE`s before the ERROR, none to two, as numbers: 0x010a6003. */
  readonly errorCodes: readonly number[];
  /** The other lines before the ERROR: `+CWJAP:2`, `+MQTTDISCONNECTED:0`. */
  readonly lines: readonly string[];

  constructor(
    command: string,
    facts: Circumstances & {
      readonly errorCodes?: readonly number[];
      readonly lines?: readonly string[];
      /** The release that brought the command, if that was not the first. */
      readonly since?: string | undefined;
    } = {},
  ) {
    const { errorCodes = [], lines = [], since } = facts;
    const isOld = since !== undefined && errorCodes.includes(UNKNOWN_COMMAND);
    const reasons = [...errorCodes.map(describeErrorCode), ...lines.slice(-3)].join(', ');
    super(
      `the board refused ${command}: ${reasons === '' ? 'ERROR, without a reason' : reasons}${isOld ? `; this command came with ESP-AT ${since}` : ''}`,
      facts,
    );
    this.command = command;
    this.errorCodes = errorCodes;
    this.lines = lines;
  }
}

/** Something did not come in time. */
export class AtTimeout extends BenchError {
  readonly code = 'AT_TIMEOUT';
  readonly colour: Colour = 'firmware';
  readonly waitedFor: string;
  readonly withinMs: number;
  /** What came instead. */
  readonly heard: readonly string[];

  constructor(
    waitedFor: string,
    withinMs: number,
    facts: Circumstances & { readonly heard: readonly string[]; readonly hint?: string },
  ) {
    const heard = facts.heard.length === 0 ? 'nothing' : facts.heard.slice(-5).join('; ');
    const hint = facts.hint === undefined ? '' : `. ${facts.hint}`;
    super(`waited ${withinMs} ms for ${waitedFor}; heard ${heard}${hint}`, facts);
    this.waitedFor = waitedFor;
    this.withinMs = withinMs;
    this.heard = facts.heard;
  }
}

/** The answer came, but not as the command table has it. */
export class AtUnexpected extends BenchError {
  readonly code = 'AT_UNEXPECTED';
  readonly colour: Colour = 'firmware';
  readonly command: string;

  constructor(command: string, expected: string, came: readonly string[], facts: Circumstances) {
    super(
      `${command} should have been answered with ${expected}, and was with ${came.join('; ') || 'nothing'}`,
      facts,
    );
    this.command = command;
  }
}

/** The board is busy with something else, and was so still when asked again. */
export class AtBusy extends BenchError {
  readonly code = 'AT_BUSY';
  readonly colour: Colour = 'firmware';
  readonly command: string;

  constructor(command: string, facts: Circumstances) {
    super(
      `the board took no ${command}: it says "busy p...", twice; wait for what it is doing, or restart it`,
      facts,
    );
    this.command = command;
  }
}

/** `ready` came in the middle of an exchange: the board has started anew and forgotten what it was told. */
export class BoardRestarted extends BenchError {
  readonly code = 'AT_RESTARTED';
  readonly colour: Colour = 'firmware';
  readonly command: string;

  constructor(command: string, facts: Circumstances) {
    super(
      `the board started anew during ${command}: look at its power and its log port, then set it up again`,
      facts,
    );
    this.command = command;
  }
}

/** The host fell silent in the middle of data that it had announced, because it was told to. */
export class Abandoned extends BenchError {
  readonly code = 'AT_ABANDONED';
  readonly colour: Colour = 'harness';
  readonly command: string;

  constructor(command: string, { sent, announced }: { sent: number; announced: number }) {
    super(
      `${command} was abandoned after ${sent} of ${announced} bytes; the board waits for the others, and whoever goes on must give them`,
    );
    this.command = command;
  }
}
