import { benchCause, type Cause, type Finding } from '../../cause.ts';
import { connectionOf, isClockWrong, refusedHandshake } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';
import { becauseOfTls } from '../../mbedtls.ts';
import { toldCommands } from '../../told-commands.ts';

/** Before this no certificate of today was valid, and the firmware's clock starts in 1970. */
const FIRST_USABLE = Date.UTC(2020);
/** No board runs for a year without a power cut: from here on somebody has set its clock. */
const FIRST_SET = Date.UTC(1971);
/** Of the MQTT schemes, those that check the server, and with it the dates. */
const CHECKING: readonly (number | null)[] = [3, 5, 8, 10, null];

const clockOf = ({ asked, failure }: Evidence): string | null => {
  const { clockMs = null } = asked ?? {};
  if (clockMs !== null && clockMs < FIRST_USABLE) return new Date(clockMs).toISOString();
  const [, shown] = /clock still shows "([^"]+)"/.exec(failure?.message ?? '') ?? [];
  return shown ?? null;
};

/** The time server that the board asks; null if it asks none. */
const serverOf = ({ asked, bench }: Evidence): string | null => {
  const { timeServers = null } = asked ?? {};
  if (timeServers) return timeServers.on ? (timeServers.names[0] ?? null) : null;
  return bench.time.via === 'sntp' ? bench.time.server : null;
};

/**
 * The time was waited for, in vain: the board was told to set its clock by a time server, was not told to call anybody
 * since, and its clock is not set.
 */
const isSettingClock = (evidence: Evidence): boolean => {
  const { failure, transcript } = evidence;
  if (failure?.code === 'CLOCK_NOT_SET') return true;
  const told = toldCommands(transcript);
  const start = told.findLastIndex(
    ({ name, values }) => name === 'CIPSNTPCFG' && values[0] === '1',
  );
  const since = start < 0 ? [] : told.slice(start + 1);
  const isRead = since.some(({ name }) => name === 'CIPSNTPTIME');
  const isCalling = since.some(({ name }) => name === 'MQTTCONN');
  return failure !== null && isRead && !isCalling && clockOf(evidence) !== null;
};

/** Alerts for certificates out of their dates (seen on v3.4.0.0). */
const OUT_OF_DATE: readonly string[] = ['CERTIFICATE_EXPIRED', 'CERTIFICATE_UNKNOWN'];
/** Alerts for certificates; a connection that just ends may have ended for anything. */
const REFUSING: readonly string[] = [...OUT_OF_DATE, 'UNKNOWN_CA', 'BAD_CERTIFICATE'];

const noTime = (evidence: Evidence): Finding | undefined => {
  const shown = clockOf(evidence);
  const { failure, asked } = evidence;
  if (!failure || shown === null || isSettingClock(evidence)) return undefined;
  if ((asked?.clockMs ?? 0) >= FIRST_SET) return undefined;
  const refused = refusedHandshake(evidence);
  const isByDevice = refused?.by === 'device' && REFUSING.includes(refused.code);
  const isConnecting = connectionOf(evidence).isMade === false || isByDevice;
  if (!isConnecting || !CHECKING.includes(asked?.mqtt?.scheme ?? null)) return undefined;
  return {
    // With other reasons besides, mbedTLS tells those.
    confidence: isByDevice ? (OUT_OF_DATE.includes(refused.code) ? 0.97 : 0.9) : 0.6,
    because: [
      `the board's clock shows ${shown}, when no certificate of today was valid`,
      ...(isByDevice ? [`the cloud saw the board refuse its certificate: ${refused.detail}`] : []),
      ...becauseOfTls(evidence),
      ...(asked?.timeServers?.on === false ? ['SNTP is switched off on the board'] : []),
    ],
    next: 'Set the clock before the connection, by SNTP (AT+CIPSNTPCFG, then wait for a year from 2020 on) or AT+SYSTIMESTAMP; a power cut or the reset line puts it back to 1970.',
  };
};

/** What to do with a server whose name the bench file has, or that was told by hand. */
const correct = ({ bench }: Evidence, server: string): string =>
  server === bench.time.server
    ? 'Correct time.server in the bench file'
    : `Correct ${server} in AT+CIPSNTPCFG`;

const unknownServer = (evidence: Evidence): Finding | undefined => {
  const server = serverOf(evidence);
  if (!isSettingClock(evidence) || server === null) return undefined;
  const { asked } = evidence;
  if (asked?.timeServerResolves !== false) return undefined;
  return {
    confidence: 0.93,
    because: [
      `the board finds no address for the time server ${server}`,
      `its clock shows ${clockOf(evidence) ?? 'no usable time'}`,
      ...(asked.nameServers ? [`its DNS servers are ${asked.nameServers.join(', ')}`] : []),
    ],
    next: `${correct(evidence, server)}, or let the lab's DNS know ${server}; an address in numbers needs none.`,
  };
};

const silentServer = (evidence: Evidence): Finding | undefined => {
  const server = serverOf(evidence);
  if (!isSettingClock(evidence) || server === null) return undefined;
  const { asked } = evidence;
  if (asked?.timeServerResolves === false) return undefined;
  const isFound = asked?.timeServerResolves === true;
  return {
    confidence: isFound ? 0.95 : 0.85,
    because: [
      ...(isFound ? [`the board finds the address of ${server}`] : []),
      `no time came from there: the clock shows ${clockOf(evidence) ?? 'no usable time'}`,
    ],
    next: 'Let UDP port 123 through to the time server, name one within the lab, or say time: {via: timestamp}.',
  };
};

/** Set, and wrong: by hand, or by a time server that is wrong itself. */
const wrongTime = (evidence: Evidence): Finding | undefined => {
  const { asked, failure, cloud } = evidence;
  const { clockMs = null } = asked ?? {};
  if (failure === null || clockMs === null || clockMs < FIRST_SET) return undefined;
  const refused = refusedHandshake(evidence);
  const isByDate = refused?.by === 'device' && OUT_OF_DATE.includes(refused.code);
  // A cloud that sees no handshakes, as AWS: then it has to be a time at which none can be well.
  const isUnseen =
    !refused &&
    clockMs < FIRST_USABLE &&
    connectionOf(evidence).isMade === false &&
    CHECKING.includes(asked?.mqtt?.scheme ?? null);
  if (!(isByDate || isUnseen) || !isClockWrong(evidence)) return undefined;
  const now = cloud.at(-1)?.at;
  return {
    confidence: isByDate ? 0.95 : 0.6,
    because: [
      `the board's clock shows ${new Date(clockMs).toISOString()}${now === undefined ? '' : `, and that of the cloud ${new Date(now).toISOString()}`}`,
      ...(isByDate ? [`the cloud saw the board refuse its certificate: ${refused.detail}`] : []),
      ...becauseOfTls(evidence),
    ],
    next: 'Set the clock by a time server that is right, or with AT+SYSTIMESTAMP and the seconds since 1970.',
  };
};

const cause = benchCause('clock');

/** Why a board does not know the time, and what comes of it. */
export const CLOCK: readonly Cause[] = [
  cause(
    'NO_TIME',
    "The board's clock was not set, so that it takes no certificate for valid.",
    noTime,
  ),
  cause(
    'CLOCK_WRONG',
    "The board's clock is set to another time, at which it takes no certificate for valid.",
    wrongTime,
  ),
  cause(
    'TIME_SERVER_UNKNOWN',
    'The name of the time server is not known to the board.',
    unknownServer,
  ),
  cause('TIME_SERVER_SILENT', 'The time server gives the board no answer.', silentServer),
];
