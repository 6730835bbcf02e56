import { judgeCipherSuites } from '../cipher-suite-case.ts';
import type { EventOf } from '../events.ts';
import { fail, type Judge, type Judgement, pass, type Seen, warn } from './judgement.ts';

type Handshake = EventOf<'tls-accepted'> | EventOf<'tls-refused'>;

const NOBODY = fail('the device did not call');

const firstHandshake = ({ events }: Seen): Handshake | undefined =>
  events.find((event) => event.kind === 'tls-accepted' || event.kind === 'tls-refused');

/** A handshake must come to its end. */
export const completes: Judge = (seen) => {
  const handshake = firstHandshake(seen);
  if (!handshake) return NOBODY;
  if (handshake.kind === 'tls-accepted') {
    return pass(`the handshake was done, with ${handshake.version} and ${handshake.cipher}`);
  }
  return fail(`the handshake was ended by the ${handshake.by}: ${handshake.code}`);
};

const refusal = (
  seen: Seen,
  byItself: (refused: EventOf<'tls-refused'>) => Judgement,
): Judgement => {
  const handshake = firstHandshake(seen);
  if (!handshake) return NOBODY;
  if (handshake.kind === 'tls-accepted') return fail('the device completed the handshake');
  if (handshake.by === 'cloud') return fail(`the device did not refuse: ${handshake.code}`);
  return byItself(handshake);
};

/** The device must leave its server, in whatever way. */
export const refuses: Judge = (seen) =>
  refusal(seen, ({ code }) => pass(`the device closed the connection: ${code}`));

/** The device must leave its server, and should say why. */
export const refusesWithAlert: Judge = (seen) =>
  refusal(seen, ({ alert, code }) =>
    alert
      ? pass(`the device refused with the alert ${alert.number}, ${alert.name}`)
      : warn(`the device refused without an alert: ${code}`),
  );

/** What the device offers must be spoken by AWS, and should be all that it offers. */
export const offersSuites: Judge = (seen) => {
  const handshake = firstHandshake(seen);
  if (!handshake) return NOBODY;
  const { verdict, recommended, supported, unsupported } = judgeCipherSuites(handshake.hello);
  const reason = `of the cipher suites offered AWS speaks ${supported.length}, ${recommended.length} of them recommended, and does not speak ${unsupported.length}`;
  return { pass, warn, fail }[verdict](reason);
};

/** What does not fit into one TLS record (RFC 5246, 6.2.1). */
const LARGER_THAN_A_RECORD = 2 ** 14;

/** A message that takes full records must be acknowledged. */
export const takesFullRecords: Judge = ({ events }) => {
  const delivered = events.find(
    (event) => event.kind === 'deliver' && event.payload.length > LARGER_THAN_A_RECORD,
  );
  if (delivered?.kind !== 'deliver') return fail('the device did not subscribe to the message');
  const isAcknowledged = events.some(
    (event) =>
      event.kind === 'puback' &&
      event.connection === delivered.connection &&
      event.packetId === delivered.packetId,
  );
  const size = `the message of ${delivered.payload.length} bytes`;
  return isAcknowledged ? pass(`${size} was acknowledged`) : fail(`${size} got no PUBACK`);
};
