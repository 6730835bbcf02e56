import type { CloudEvent, EventOf } from '../events.ts';
import { fail, type Judge, type Judgement, pass } from './judgement.ts';

/** Events of one kind, in their order. */
const of = <K extends CloudEvent['kind']>(events: readonly CloudEvent[], kind: K): EventOf<K>[] =>
  events.filter((event): event is EventOf<K> => event.kind === kind);

const publishesIn = (events: readonly CloudEvent[]): EventOf<'publish'>[] =>
  of(events, 'publish').filter(({ clientId }) => clientId !== null);

export const connects: Judge = ({ events }) => {
  const [connect] = of(events, 'connect');
  return connect ? pass(`CONNECT came, as ${connect.clientId}`) : fail('no CONNECT came');
};

export const subscribes: Judge = ({ events }) => {
  const [subscribe] = of(events, 'subscribe');
  const filters = subscribe?.filters.map(({ filter }) => filter).join(', ');
  return subscribe ? pass(`SUBSCRIBE came, to ${filters}`) : fail('no SUBSCRIBE came');
};

export const publishes: Judge = ({ events }) => {
  const publish = publishesIn(events).find(({ qos }) => qos === 0);
  return publish ? pass(`PUBLISH came, on ${publish.topic}`) : fail('no PUBLISH of QoS 0 came');
};

export const publishesRetained: Judge = ({ events }) => {
  const publishes = publishesIn(events);
  if (publishes.some(({ retain }) => retain)) return pass('PUBLISH came with RETAIN');
  return fail(publishes.length > 0 ? 'PUBLISH came without RETAIN' : 'no PUBLISH came');
};

const isAcknowledged = (
  events: readonly CloudEvent[],
  { connection, packetId }: EventOf<'deliver'>,
) =>
  of(events, 'puback').some(
    (puback) => puback.connection === connection && puback.packetId === packetId,
  );

export const acknowledges: Judge = ({ events }) => {
  const delivered = of(events, 'deliver').find(({ qos }) => qos === 1);
  if (!delivered) return fail('the device did not subscribe to the message');
  return isAcknowledged(events, delivered)
    ? pass(`PUBACK came for the packet ${delivered.packetId}`)
    : fail('no PUBACK came');
};

export const repeatsPublish: Judge = ({ events }) => {
  const [first, ...later] = publishesIn(events).filter(({ qos }) => qos === 1);
  if (!first) return fail('no PUBLISH of QoS 1 came');
  const same = later.filter(({ packetId }) => packetId === first.packetId);
  const repeat = same.find(({ connection }) => connection === first.connection);
  if (!repeat) return fail(same.length > 0 ? 'PUBLISH came again after a reconnect alone' : NEVER);
  return repeat.dup
    ? pass(`PUBLISH came again, with its packet id ${first.packetId} and DUP`)
    : fail('PUBLISH came again without DUP');
};

const NEVER = 'PUBLISH did not come again';

export const repeatsSubscribe: Judge = ({ events }) => {
  const [first, ...later] = of(events, 'subscribe');
  if (!first) return fail('no SUBSCRIBE came');
  const isSame = ({ connection, packetId }: EventOf<'subscribe'>): boolean =>
    connection === first.connection && packetId === first.packetId;
  return later.some(isSame)
    ? pass(`SUBSCRIBE came again, with its packet id ${first.packetId}`)
    : fail('SUBSCRIBE did not come again with its packet id');
};

/** A device whose pings are not answered must leave. */
export const leavesSilence: Judge = ({ events }) => {
  const unanswered = of(events, 'interfered').find(({ packet }) => packet === 'pingresp');
  if (!unanswered) return fail('no PINGREQ came');
  const end = of(events, 'disconnect').find(
    ({ connection }) => connection === unanswered.connection,
  );
  if (!end) return fail('the device stayed, though its PINGREQ was not answered');
  return BY_DEVICE.includes(end.reason)
    ? pass('the device left when its PINGREQ was not answered')
    : fail(`the device stayed until the cloud ended the connection: ${end.reason}`);
};

const BY_DEVICE: readonly string[] = ['CONNECTION_LOST', 'CLIENT_INITIATED_DISCONNECT'];

/** The second half of a session's story: what came after the device was let in again; or why it is none. */
const afterReturn = (
  events: readonly CloudEvent[],
  sessionPresent: boolean,
): readonly CloudEvent[] | Judgement => {
  const [first, again] = of(events, 'connect');
  if (!first) return fail('no CONNECT came');
  if (first.cleanSession) return fail('the device asked for a clean session');
  if (!again) return fail('the device did not come back');
  if (!again.outcome.accepted || again.outcome.sessionPresent !== sessionPresent) {
    return fail(
      `the device did not come back to a session that is ${sessionPresent ? '' : 'not '}kept`,
    );
  }
  return events.filter(({ sequence }) => sequence > again.sequence);
};

export const resumesSession: Judge = ({ events }) => {
  const after = afterReturn(events, true);
  if ('verdict' in after) return after;
  const [delivered] = of(after, 'deliver');
  if (!delivered) return fail('the message that waited could not be delivered');
  if (!isAcknowledged(after, delivered)) return fail('the message that waited got no PUBACK');
  return of(after, 'subscribe').length > 0
    ? fail('the device subscribed again, though its session was kept')
    : pass('the device took the message that waited, and did not subscribe again');
};

export const renewsSession: Judge = ({ events }) => {
  const after = afterReturn(events, false);
  if ('verdict' in after) return after;
  return of(after, 'subscribe').length > 0
    ? pass('the device subscribed again, as its session had expired')
    : fail('the device did not subscribe again, though its session had expired');
};
