import type { X509Certificate } from 'node:crypto';
import type { ConnectPacket } from 'aedes';
import type { Refusal } from '../../../harness/clouds/events.ts';
import type { Arns } from '../arns.ts';
import type { Behaviour, Limits } from '../options.ts';
import { type Permission, permissionOf } from '../permission.ts';
import type { Registry } from '../registry.ts';
import { unfit } from '../standing.ts';
import type { ConnectRates } from './connect-rates.ts';
import { publishRefusal } from './message-rules.ts';
import type { RetainedTopics } from './retained-topics.ts';
import type { Sessions } from './sessions.ts';
import { topicFault } from './topics.ts';

export interface Applicant {
  readonly registry: Registry;
  readonly arns: Arns;
  readonly behaviour: Behaviour;
  readonly sessions: Sessions;
  readonly connects: ConnectRates;
  readonly retained: RetainedTopics;
  readonly certificate: X509Certificate | null;
  /** Where it calls from. */
  readonly ipAddress: string;
}

/** What a device that may connect may do. */
export interface Admitted {
  readonly clientId: string;
  readonly permission: Permission;
}

/** AWS moves a keep-alive into its range without a word; 0, for ever, becomes the longest. */
export const keepAliveUsed = (asked: number, { minKeepAlive, maxKeepAlive }: Limits): number =>
  asked === 0 ? maxKeepAlive : Math.min(Math.max(asked, minKeepAlive), maxKeepAlive);

/** Whether a device may connect, decided at once: nothing it sends afterwards can overtake the decision. */
export const judgeConnect = (packet: ConnectPacket, applicant: Applicant): Admitted | Refusal => {
  const { registry, arns, behaviour, certificate, ipAddress, connects } = applicant;
  const bad = unfit(registry, certificate);
  if (bad || !certificate) {
    return { accepted: false, reason: 'AUTHORIZATION_FAILED', ...(bad ?? NO_CERTIFICATE) };
  }
  const clientId = packet.clientId === '' ? assigned(behaviour) : packet.clientId;
  const bearer = {
    clientId,
    certificate,
    sourceIp: ipAddress,
    isPersistent: packet.clean === false,
    lastWillTopic: packet.will?.topic,
  };
  const permission = permissionOf(registry, arns, bearer, behaviour.publishRetain);
  return (
    levelFault(packet) ??
    clientIdFault(packet, clientId, behaviour) ??
    permission('iot:Connect', clientId) ??
    willFault(packet, permission, applicant) ??
    connects.judge(clientId) ??
    sessionFault(packet, clientId, applicant) ?? { clientId, permission }
  );
};

const NO_CERTIFICATE = { cause: 'CERTIFICATE_MISSING', detail: 'There is none.' } as const;

/** AWS gives MQTT 5 clients without an id one that no client could choose. */
const assigned = ({ emptyClientId }: Behaviour): string =>
  emptyClientId === 'assign' ? `$${crypto.randomUUID()}` : '';

const levelFault = ({ protocolVersion = 4 }: ConnectPacket): Refusal | undefined =>
  protocolVersion > 4
    ? clientError(
        'PROTOCOL_LEVEL_UNSUPPORTED',
        `AWS speaks MQTT ${protocolVersion}, but this stand-in does not: use MQTT 3.1.1.`,
      )
    : undefined;

const clientIdFault = (
  packet: ConnectPacket,
  clientId: string,
  { limits }: Behaviour,
): Refusal | undefined => {
  if (clientId === '') return clientError('CLIENT_ID_INVALID', 'The client id is empty.');
  if (packet.clientId === '' && !packet.clean) {
    // [MQTT-3.1.3-8]
    const detail =
      'The client id is empty, and the session shall be kept: nobody could return to it.';
    return clientError('CLIENT_ID_INVALID', detail);
  }
  if (packet.clientId.startsWith('$')) {
    return clientError('CLIENT_ID_INVALID', `The client id ${packet.clientId} starts with $.`);
  }
  const bytes = Buffer.byteLength(clientId);
  if (bytes <= limits.maxClientIdBytes) return undefined;
  return clientError(
    'CLIENT_ID_INVALID',
    `The client id has ${bytes} bytes, AWS takes ${limits.maxClientIdBytes}.`,
  );
};

const willFault = (
  { will }: ConnectPacket,
  permission: Permission,
  { behaviour: { limits }, retained }: Applicant,
): Refusal | undefined => {
  if (!will) return undefined;
  if (will.qos === 2) {
    return clientError(
      'QOS_2_UNSUPPORTED',
      'The last will asks for QoS 2, which AWS does not have.',
    );
  }
  const fault =
    topicFault(will.topic, limits) ??
    publishRefusal(will, permission) ??
    (will.retain ? retained.fault(will.topic) : undefined);
  return fault?.reason === 'AUTH_ERROR' ? { ...fault, reason: 'AUTHORIZATION_FAILED' } : fault;
};

const sessionFault = (
  { clean = true }: ConnectPacket,
  clientId: string,
  { sessions, behaviour }: Applicant,
): Refusal | undefined => {
  if (clean || sessions.hasRoomFor(clientId)) return undefined;
  const detail = `No more than ${behaviour.limits.maxSessions} persistent sessions are kept, and this would be one more.`;
  return { accepted: false, reason: 'THROTTLED', cause: 'TOO_MANY_SESSIONS', detail };
};

const clientError = (cause: Refusal['cause'], detail: string): Refusal => ({
  accepted: false,
  reason: 'CLIENT_ERROR',
  cause,
  detail,
});
