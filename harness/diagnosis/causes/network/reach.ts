import { benchCause, type Cause, type Finding } from '../../cause.ts';
import { connectionOf } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';
import { isLetGo, isTrafficStopped, isWaiting } from '../../failed-step.ts';
import { isStartedAnew } from '../boot/boot.ts';

const SIGNS_OF_A_CALL: readonly string[] = ['tls-refused', 'tls-accepted', 'connect'];

/** The board called, whoever typed it, did not get through, and the cloud saw nothing of it. */
const isUnseen = (evidence: Evidence): boolean =>
  evidence.failure !== null &&
  connectionOf(evidence).isMade === false &&
  !evidence.cloud.some(({ kind }) => SIGNS_OF_A_CALL.includes(kind));

const nameUnknown = (evidence: Evidence): Finding | undefined => {
  const { asked, bench } = evidence;
  if (!isUnseen(evidence) || asked?.resolves !== false) return undefined;
  return {
    confidence: 0.95,
    because: [
      `the board finds no address for ${bench.reach.host}`,
      ...(asked.nameServers ? [`its DNS servers are ${asked.nameServers.join(', ')}`] : []),
      'the cloud saw nothing of the call',
    ],
    next: `Correct reach.host in the bench file, or let the lab's DNS know ${bench.reach.host}; an address in numbers needs none.`,
  };
};

const portRefused = (evidence: Evidence): Finding | undefined => {
  const { asked, bench } = evidence;
  const { host, port } = bench.reach;
  if (!isUnseen(evidence) || asked?.opens !== 'refused') return undefined;
  return {
    confidence: 0.95,
    because: [
      `${host} (${asked.serverAddress}) answers the board's ping and refuses a connection to port ${port}`,
      `the cloud listens on port ${bench.cloud.port} and saw nothing of the call`,
    ],
    next: `Correct reach.port in the bench file, ${port}, or what forwards it to the cloud.`,
  };
};

const unreachable = (evidence: Evidence): Finding | undefined => {
  const { asked, bench } = evidence;
  const { host, port } = bench.reach;
  if (!isUnseen(evidence) || !asked?.answers || asked.serverAddress === null) return undefined;
  if (asked.opens === 'refused' || asked.opens === 'opened') return undefined;
  const ping = asked.pings ? 'answers its ping' : 'does not answer its ping';
  return {
    // A host that answers is there; then it is the port, or what is in between.
    confidence: asked.pings === false || asked.opens === 'silent' ? 0.9 : 0.6,
    because: [
      `the board knows the address of ${host}, ${asked.serverAddress}, which ${ping}`,
      ...(asked.opens === 'silent'
        ? [`a plain connection to port ${port} gets no answer at all`]
        : []),
      'the cloud saw nothing of the call',
    ],
    next: `See that ${asked.serverAddress}:${port} leads from the board's Wi-Fi to the cloud: reach.host, the router between both networks, the firewall of this computer, client isolation at the access point.`,
  };
};

/** What was lost with the Wi-Fi: a call, or what went, or was to come, over a connection that stood. */
const lostWithWifi = (evidence: Evidence): string | undefined => {
  const { isMade } = connectionOf(evidence);
  if (isMade === false) return 'it was told to call the cloud all the same';
  if (isTrafficStopped(evidence)) return 'what it was told to send last did not work';
  return isMade && isWaiting(evidence) && !isLetGo(evidence)
    ? 'its connection was up before, and what was waited for had to come over it'
    : undefined;
};

const notJoined = (evidence: Evidence): Finding | undefined => {
  const { asked, failure } = evidence;
  const { ip = null } = asked?.station ?? {};
  if (failure === null || ip !== '0.0.0.0' || isStartedAnew(evidence)) return undefined;
  const lost = lostWithWifi(evidence);
  if (lost === undefined) return undefined;
  return {
    confidence: 0.93,
    because: [
      `the board has no address: it is ${asked?.station?.ssid ? `joined to "${asked.station.ssid}"` : 'not joined'}`,
      lost,
    ],
    next: 'Join the Wi-Fi before the connection and wait for WIFI GOT IP; look on the transcript for WIFI DISCONNECT.',
  };
};

const cause = benchCause('wifi');

/** Why a call of the board does not arrive at the cloud. */
export const REACH: readonly Cause[] = [
  cause('NOT_ON_WIFI', 'The board is not on the Wi-Fi when it needs it.', notJoined),
  cause('SERVER_NAME_UNKNOWN', 'The name of the cloud is not known to the board.', nameUnknown),
  cause(
    'REACH_PORT_WRONG',
    'Nobody listens at the port where the board is to find the cloud.',
    portRefused,
  ),
  cause(
    'BROKER_UNREACHABLE',
    "The cloud is not to be reached from the board's network.",
    unreachable,
  ),
];
