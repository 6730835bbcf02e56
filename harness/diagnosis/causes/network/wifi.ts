import { isIPv4 } from 'node:net';
import { benchCause, type Cause, type Finding } from '../../cause.ts';
import type { Evidence, HeardAccessPoint } from '../../evidence.ts';
import { portLines } from '../../log-text.ts';
import { toldCommands } from '../../told-commands.ts';

const NO_ADDRESS = '0.0.0.0';
const OPEN = 0;

/** How a join ended, by what the board said. */
interface Join {
  /** The name of the access point that the board was told. */
  readonly ssid: string;
  /** The n of `+CWJAP:n`; null where it said none. */
  readonly code: number | null;
  readonly isAssociated: boolean;
  readonly hasAddress: boolean;
  /** Null where nobody listened. */
  readonly heard: readonly HeardAccessPoint[] | null;
  readonly named: HeardAccessPoint | undefined;
}

/** `AT+CWJAP`, by whoever typed it. */
const isJoin = (text: string): boolean => /^AT\+CWJAP\w*=/i.test(text);
/** `ERR CODE:0x0108000N`: parameter N cannot be read, and nobody tried to join. */
const UNREADABLE = 0x0108;

/** The last join of the test, and all that was said from there on: it may have gone well before, somewhere else. */
const lastJoin = (evidence: Evidence) => {
  const { transcript, trials, failure } = evidence;
  const start = transcript.findLastIndex(({ from, text }) => from === 'host' && isJoin(text));
  if (start < 0) return { told: undefined, lines: portLines(evidence) };
  const since = { transcript: transcript.slice(start), trials, failure };
  const [told] = toldCommands(since.transcript);
  return { told, lines: portLines({ ...evidence, ...since }) };
};

/** The board was told to join, could not, and has no address since, whatever failed of it in the end. */
const failedJoin = (evidence: Evidence): Join | undefined => {
  const { failure, asked, bench } = evidence;
  if (failure === null) return undefined;
  const { told, lines } = lastJoin(evidence);
  const code = lines.map((line) => /\+CWJAP:(\d+)$/.exec(line)?.[1]).findLast(Boolean);
  const isWaiting = failure.code === 'AT_TIMEOUT' && /WIFI GOT IP/.test(failure.message);
  const { ip = null } = asked?.station ?? {};
  const isUnread = told?.codes.some((each) => each >>> 16 === UNREADABLE) === true;
  const isRefused = told?.result === 'ERROR' && !isUnread && (ip === null || ip === NO_ADDRESS);
  if (failure.code !== 'WIFI_JOIN_FAILED' && !isWaiting && !isRefused) return undefined;
  const heard = asked?.heard ?? null;
  const ssid = told?.values[0] ?? bench.ssid;
  return {
    ssid,
    code: code === undefined ? null : Number(code),
    isAssociated: lines.includes('WIFI CONNECTED'),
    hasAddress: lines.includes('WIFI GOT IP'),
    heard,
    named: heard?.find((each) => each.ssid === ssid),
  };
};

const spell = ({ ssid, rssi, channel }: HeardAccessPoint): string =>
  `"${ssid}"${channel === null ? '' : ` on channel ${channel}`}${rssi === null ? '' : ` at ${rssi} dBm`}`;

const notFound = (evidence: Evidence): Finding | undefined => {
  const join = failedJoin(evidence);
  if (!join || join.named || join.isAssociated) return undefined;
  const { ssid, code, heard } = join;
  const isUnheard = heard !== null;
  if (code !== 3 && !isUnheard) return undefined;
  const isOther = ssid !== evidence.bench.ssid;
  const others = (heard ?? []).slice(0, 8).map(spell);
  return {
    confidence: isUnheard ? 0.95 : 0.75,
    because: [
      ...(code === 3 ? ['the board said +CWJAP:3, no such access point'] : []),
      ...(isUnheard
        ? [`the board hears ${others.join(', ') || 'no access point at all'}, not "${ssid}"`]
        : []),
      ...(isOther
        ? [`it was told "${ssid}", and the bench file has "${evidence.bench.ssid}"`]
        : []),
    ],
    next: isOther
      ? `Join "${evidence.bench.ssid}", letter by letter: case counts; or name the other in the bench file.`
      : `Switch the access point on, in the 2.4 GHz band and within reach, or correct wifi.ssid, "${ssid}", letter by letter: case counts.`,
  };
};

/** It was not there when the board joined, and is now that nobody needs it any more. */
const cameAndWent = (evidence: Evidence): Finding | undefined => {
  const join = failedJoin(evidence);
  if (join?.code !== 3 || !join.named || join.named.security === OPEN) return undefined;
  if (join.isAssociated) return undefined;
  return {
    confidence: 0.65,
    because: [
      'the board said +CWJAP:3, no such access point, or none of the security that it wants',
      `afterwards it hears ${spell(join.named)}`,
    ],
    next: `See whether "${join.ssid}" was switched off or starting anew at that moment, or is at the edge of reach; if it has WEP alone, let it protect itself with WPA2.`,
  };
};

const otherSecurity = (evidence: Evidence): Finding | undefined => {
  const join = failedJoin(evidence);
  if (join?.named?.security !== OPEN || join.isAssociated) return undefined;
  return {
    confidence: 0.93,
    because: [
      `the board hears ${spell(join.named)}, and it is open`,
      ...(join.code === null ? [] : [`the board said +CWJAP:${join.code}`]),
    ],
    next: 'Say open: true under wifi: in the bench file instead of a password, or protect the access point.',
  };
};

/** Which number it is differs from release to release, and from access point to access point. */
const PASSWORD_CODES = new Map([
  [2, 0.95],
  [4, 0.8],
  [1, 0.7],
]);

const wrongPassword = (evidence: Evidence): Finding | undefined => {
  const join = failedJoin(evidence);
  if (!join || join.isAssociated || join.named?.security === OPEN) return undefined;
  const confidence = PASSWORD_CODES.get(join.code ?? 0);
  if (confidence === undefined || (join.heard && !join.named)) return undefined;
  return {
    confidence,
    because: [
      `the board said +CWJAP:${join.code} and never WIFI CONNECTED`,
      ...(join.named ? [`it hears ${spell(join.named)}`] : []),
    ],
    next: `Correct wifi.password for "${join.ssid}" in the bench file (in place of open: true, if that stands there), or the variable that it is taken from; if it is right, look for a filter or a full table of stations at the access point.`,
  };
};

const noAddress = (evidence: Evidence): Finding | undefined => {
  const join = failedJoin(evidence);
  const { station } = evidence.asked ?? {};
  const isJoinedBare = station?.ssid != null && station.ip === NO_ADDRESS;
  if (!join || join.hasAddress || !(join.isAssociated || isJoinedBare)) return undefined;
  // It has one, and said nothing of it.
  if (station?.ip != null && station.ip !== NO_ADDRESS && isIPv4(station.ip)) return undefined;
  return {
    confidence: 0.95,
    because: [
      join.isAssociated
        ? 'the board said WIFI CONNECTED and never WIFI GOT IP'
        : `the board is joined to "${station?.ssid}" and has the address ${station?.ip}`,
    ],
    next: "Look at the access point's DHCP server: switched on, addresses left, this board's MAC not barred; or give the board an address with AT+CIPSTA.",
  };
};

const cause = benchCause('wifi');

/** Why a board is not on the Wi-Fi. */
export const WIFI: readonly Cause[] = [
  cause('WIFI_NOT_FOUND', 'There is no such access point in reach.', notFound),
  cause(
    'WIFI_COMES_AND_GOES',
    'The access point was not to be found when the board joined, and is to be heard now.',
    cameAndWent,
  ),
  cause(
    'WIFI_IS_OPEN',
    'The access point is open, and the board was given a password.',
    otherSecurity,
  ),
  cause('WIFI_PASSWORD_WRONG', 'The password of the Wi-Fi is another.', wrongPassword),
  cause('WIFI_NO_ADDRESS', 'The board is joined and got no address.', noAddress),
];
