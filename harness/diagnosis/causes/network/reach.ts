import { benchCause, type Cause, type Finding } from '../../cause.ts';
import type { Evidence } from '../../evidence.ts';

const SIGNS_OF_A_CALL: readonly string[] = ['tls-refused', 'tls-accepted', 'connect'];

/** The board called, and the cloud saw nothing of it. */
const isUnseen = ({ failure, cloud }: Evidence): boolean =>
  failure?.code === 'MQTT_CONNECT_FAILED' &&
  !cloud.some(({ kind }) => SIGNS_OF_A_CALL.includes(kind));

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
    confidence: asked.pings === null ? 0.6 : 0.9,
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

const notJoined = (evidence: Evidence): Finding | undefined => {
  const { asked, failure } = evidence;
  const { ip = null } = asked?.station ?? {};
  if (failure?.code !== 'MQTT_CONNECT_FAILED' || ip !== '0.0.0.0') return undefined;
  return {
    confidence: 0.93,
    because: [
      `the board has no address: it is ${asked?.station?.ssid ? `joined to "${asked.station.ssid}"` : 'not joined'}`,
    ],
    next: 'Join the Wi-Fi before the connection and wait for WIFI GOT IP; look on the transcript for WIFI DISCONNECT.',
  };
};

const cause = benchCause('wifi');

/** Why a call of the board does not arrive at the cloud. */
export const REACH: readonly Cause[] = [
  cause('NOT_ON_WIFI', 'The board is not on the Wi-Fi when it is to connect.', notJoined),
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
