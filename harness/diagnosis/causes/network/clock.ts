import { benchCause, type Cause, type Finding } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';
import { becauseOfTls } from '../../mbedtls.ts';

/** Before this no certificate of today was valid, and the firmware's clock starts in 1970. */
const FIRST_USABLE = Date.UTC(2020);
/** Of the MQTT schemes, those that check the server, and with it the dates. */
const CHECKING: readonly (number | null)[] = [3, 5, 8, 10, null];

const clockOf = ({ asked, failure }: Evidence): string | null => {
  const { clockMs = null } = asked ?? {};
  if (clockMs !== null && clockMs < FIRST_USABLE) return new Date(clockMs).toISOString();
  const [, shown] = /clock still shows "([^"]+)"/.exec(failure?.message ?? '') ?? [];
  return shown ?? null;
};

const isSettingClock = ({ failure }: Evidence): boolean => failure?.code === 'CLOCK_NOT_SET';

const isBySntp = ({ bench }: Evidence): boolean => bench.time.via === 'sntp';

const noTime = (evidence: Evidence): Finding | undefined => {
  const shown = clockOf(evidence);
  const { failure, asked, cloud } = evidence;
  if (!failure || shown === null || isSettingClock(evidence)) return undefined;
  const refused = cloud.findLast((event) => event.kind === 'tls-refused');
  const isByDevice = refused?.kind === 'tls-refused' && refused.by === 'device';
  const isConnecting = failure.code === 'MQTT_CONNECT_FAILED' || isByDevice;
  if (!isConnecting || !CHECKING.includes(asked?.mqtt?.scheme ?? null)) return undefined;
  return {
    confidence: isByDevice ? 0.97 : 0.6,
    because: [
      `the board's clock shows ${shown}, when no certificate of today was valid`,
      ...(isByDevice && refused.kind === 'tls-refused'
        ? [`the cloud saw the board refuse its certificate: ${refused.detail}`]
        : []),
      ...becauseOfTls(evidence),
      ...(asked?.timeServers?.on === false ? ['SNTP is switched off on the board'] : []),
    ],
    next: 'Set the clock before the connection, by SNTP (AT+CIPSNTPCFG, then wait for a year from 2020 on) or AT+SYSTIMESTAMP; a power cut or the reset line puts it back to 1970.',
  };
};

const unknownServer = (evidence: Evidence): Finding | undefined => {
  if (!isSettingClock(evidence) || !isBySntp(evidence)) return undefined;
  const { asked, bench } = evidence;
  if (asked?.timeServerResolves !== false) return undefined;
  return {
    confidence: 0.93,
    because: [
      `the board finds no address for the time server ${bench.time.server}`,
      `its clock shows ${clockOf(evidence) ?? 'no usable time'}`,
      ...(asked.nameServers ? [`its DNS servers are ${asked.nameServers.join(', ')}`] : []),
    ],
    next: `Correct time.server in the bench file, or let the lab's DNS know ${bench.time.server}; an address in numbers needs none.`,
  };
};

const silentServer = (evidence: Evidence): Finding | undefined => {
  if (!isSettingClock(evidence) || !isBySntp(evidence)) return undefined;
  const { asked, bench } = evidence;
  if (asked?.timeServerResolves === false) return undefined;
  const isFound = asked?.timeServerResolves === true;
  return {
    confidence: isFound ? 0.95 : 0.85,
    because: [
      ...(isFound ? [`the board finds the address of ${bench.time.server}`] : []),
      `no time came from there: the clock shows ${clockOf(evidence) ?? 'no usable time'}`,
    ],
    next: 'Let UDP port 123 through to the time server, name one within the lab, or say time: {via: timestamp}.',
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
    'TIME_SERVER_UNKNOWN',
    'The name of the time server is not known to the board.',
    unknownServer,
  ),
  cause('TIME_SERVER_SILENT', 'The time server gives the board no answer.', silentServer),
];
