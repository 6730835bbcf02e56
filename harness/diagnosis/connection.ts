import type { CloudEvent, EventOf } from '../clouds/events.ts';
import type { Evidence } from './evidence.ts';
import { becauseOfTls, tlsTroubles } from './mbedtls.ts';
import { type ToldCommand, toldCommands } from './told-commands.ts';

/** How the board was told to connect, and how that went, as far as its AT port tells. */
export interface Connection {
  /** 1 to 10, as `AT+MQTTUSERCFG` has it; null if nobody knows. */
  readonly scheme: number | null;
  readonly clientId: string | null;
  /** Where it was told to connect to. */
  readonly host: string | null;
  readonly port: number | null;
  /** The name it was told to expect of the server; null without `AT+MQTTSNI`. */
  readonly serverName: string | null;
  /** Seconds, as asked for; null if they were left to the firmware. */
  readonly keepAlive: number | null;
  /** Whether the last call got through; null if it was never told to call. */
  readonly isMade: boolean | null;
  /** `ERR CODE`s of the last call. */
  readonly codes: readonly number[];
}

const last = (commands: readonly ToldCommand[], name: string): ToldCommand | undefined =>
  commands.findLast((command) => command.name === name && command.values.length > 0);

const numberOr = (text: string | undefined): number | null =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : null;

/** Read from the transcript, and where that does not tell from what the board answered afterwards. */
export const connectionOf = ({ transcript, asked, failure }: Evidence): Connection => {
  const all = toldCommands(transcript);
  // Each configuration begins anew: what was told before it no longer counts.
  const commands = all.slice(
    Math.max(
      0,
      all.findLastIndex(({ name }) => name === 'MQTTUSERCFG'),
    ),
  );
  const user = last(commands, 'MQTTUSERCFG');
  const call = last(commands, 'MQTTCONN');
  const session = last(commands, 'MQTTCONNCFG');
  const mqtt = asked?.mqtt ?? null;
  const hasFailed = failure?.code === 'MQTT_CONNECT_FAILED';
  return {
    scheme: numberOr(user?.values[1]) ?? mqtt?.scheme ?? null,
    clientId: user?.values[2] ?? mqtt?.clientId ?? null,
    host: call?.values[1] ?? (mqtt?.host || null),
    port: numberOr(call?.values[2]) ?? (mqtt?.port || null),
    serverName: last(commands, 'MQTTSNI')?.values[1] ?? mqtt?.sni ?? null,
    keepAlive: numberOr(session?.values[1]) ?? mqtt?.keepAlive ?? null,
    isMade: call
      ? call.lines.some((line) => line.startsWith('+MQTTCONNECTED:'))
      : hasFailed
        ? false
        : null,
    codes: call?.codes ?? [],
  };
};

/** Of each ten schemes, which check the server (and need a CA), and which show a certificate (and need its key). */
const VERIFYING: readonly number[] = [3, 5, 8, 10];
const SHOWING: readonly number[] = [4, 5, 9, 10];
/** Plain TCP, and WebSocket over it. */
const PLAIN: readonly number[] = [1, 6];

export const isVerifying = (scheme: number | null): boolean =>
  scheme === null || VERIFYING.includes(scheme);
export const isShowing = (scheme: number | null): boolean =>
  scheme === null || SHOWING.includes(scheme);
export const isPlain = (scheme: number | null): boolean =>
  scheme !== null && PLAIN.includes(scheme);
export const isWebSocket = (scheme: number | null): boolean => scheme !== null && scheme > 5;

/** The last event of a kind; undefined where there is none. */
export const lastOf = <K extends CloudEvent['kind']>(
  { cloud }: Evidence,
  kind: K,
): EventOf<K> | undefined => cloud.findLast((event): event is EventOf<K> => event.kind === kind);

/** A handshake that failed, whoever tells of it. */
type RefusedHandshake = Pick<EventOf<'tls-refused'>, 'by' | 'code' | 'detail' | 'hello'>;

/** What mbedTLS has against a certificate, and the alert that it sends for it (seen on v3.4.0.0). */
const ALERTS: Readonly<Record<string, string>> = {
  NOT_TRUSTED: 'UNKNOWN_CA',
  CN_MISMATCH: 'BAD_CERTIFICATE',
  EXPIRED: 'CERTIFICATE_EXPIRED',
  FUTURE: 'CERTIFICATE_UNKNOWN',
};

/** A cloud that sees no handshakes, as AWS, leaves it to the log port of a debug build to tell. */
const toldByLog = (evidence: Evidence): RefusedHandshake | undefined => {
  const sawTls = evidence.cloud.some(({ kind }) => kind.startsWith('tls-') || kind === 'connect');
  if (sawTls || connectionOf(evidence).isMade !== false) return undefined;
  const flags = tlsTroubles(evidence).at(-1)?.flags ?? [];
  const code = Object.keys(ALERTS).find((flag) => flags.includes(flag));
  const [detail] = becauseOfTls(evidence);
  return code === undefined || detail === undefined
    ? undefined
    : { by: 'device', code: ALERTS[code] ?? '', detail, hello: null };
};

/** What tells whether a board has its connection, the last of it first: the firmware's own word, and what ends it. */
const NEWS =
  /^(?:\\r\\n)*(?<up>\+MQTTCONNECTED:)|^(?:\\r\\n)*(?:\+MQTTDISCONNECTED:|ready(?:\\r\\n)*$)|^AT\+(?:MQTTCLEAN|RST|RESTORE)/;

/** The board has a connection by its own account: a handshake that fails meanwhile is somebody else's. */
const isUp = ({ transcript }: Evidence): boolean => {
  const last = transcript.findLast(({ text }) => NEWS.test(text));
  return NEWS.exec(last?.text ?? '')?.groups?.up !== undefined;
};

/**
 * The handshake that failed last, if no device was let in after it: a test may provoke refusals, and then go on.
 */
export const refusedHandshake = (evidence: Evidence): RefusedHandshake | undefined => {
  const refused = lastOf(evidence, 'tls-refused');
  const isOver = evidence.cloud.some(
    (event) =>
      event.kind === 'connect' &&
      event.outcome.accepted &&
      event.sequence > (refused?.sequence ?? 0),
  );
  return isOver || isUp(evidence) ? undefined : (refused ?? toldByLog(evidence));
};

/** The refused CONNECT, likewise. */
export const refusedConnect = (
  evidence: Evidence,
): (EventOf<'connect'> & { readonly outcome: { readonly accepted: false } }) | undefined => {
  const connect = lastOf(evidence, 'connect');
  return connect && !connect.outcome.accepted
    ? (connect as EventOf<'connect'> & { readonly outcome: { readonly accepted: false } })
    : undefined;
};

/** Milliseconds since 1970, by the cloud's clock; null where the cloud saw nothing. */
const nowOf = ({ cloud }: Evidence): number | null => cloud.at(-1)?.at ?? null;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Firmware of before this year is not around. */
const FIRST_YEAR_MS = Date.UTC(2020, 0);

/** The board's clock is off by more than a time zone: certificates look expired, or not yet valid, that are neither. */
export const isClockWrong = (evidence: Evidence): boolean => {
  const { clockMs = null } = evidence.asked ?? {};
  if (clockMs === null) return false;
  const now = nowOf(evidence);
  return now === null ? clockMs < FIRST_YEAR_MS : Math.abs(clockMs - now) > DAY_MS;
};
