import fc from 'fast-check';
import { generate, type Packet } from 'mqtt-packet';

/** One packet of each kind, also of those that only servers send or that AWS does not have. */
const SOUND: readonly Packet[] = [
  {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clientId: 'm',
    clean: true,
    keepalive: 60,
  },
  { cmd: 'connack', returnCode: 0, sessionPresent: false },
  { cmd: 'publish', topic: 'a/b', payload: 'x', qos: 0, dup: false, retain: false },
  { cmd: 'publish', topic: 'a/b', payload: 'xyz', qos: 1, messageId: 1, dup: false, retain: true },
  { cmd: 'publish', topic: 'a', payload: '', qos: 2, messageId: 2, dup: true, retain: false },
  { cmd: 'puback', messageId: 1 },
  { cmd: 'pubrec', messageId: 2 },
  { cmd: 'pubrel', messageId: 2 },
  { cmd: 'pubcomp', messageId: 2 },
  { cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: '#', qos: 1 }] },
  { cmd: 'suback', messageId: 3, granted: [0] },
  { cmd: 'unsubscribe', messageId: 4, unsubscriptions: ['a/+', '#'] },
  { cmd: 'unsuback', messageId: 4, granted: [] },
  { cmd: 'pingreq' },
  { cmd: 'pingresp' },
  { cmd: 'disconnect' },
];

type Mutation = (bytes: Uint8Array) => Uint8Array;

const place = fc.nat({ max: 40 });
const byte = fc.integer({ min: 0, max: 255 });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, byte).map(
    ([at, value]) =>
      (bytes: Uint8Array) =>
        bytes.map((old, i) => (i === at ? value : old)),
  ),
  fc.tuple(place, fc.nat({ max: 7 })).map(
    ([at, bit]) =>
      (bytes: Uint8Array) =>
        bytes.map((old, i) => (i === at ? old ^ (1 << bit) : old)),
  ),
  place.map((at) => (bytes: Uint8Array) => bytes.subarray(0, at)),
  fc.tuple(place, fc.uint8Array({ maxLength: 20 })).map(
    ([at, more]) =>
      (bytes: Uint8Array) =>
        Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]),
  ),
  fc.constant((bytes: Uint8Array) => Buffer.concat([bytes, bytes])),
);

const mutated = fc
  .tuple(fc.constantFrom(...SOUND), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([packet, mutations]) =>
    mutations.reduce<Uint8Array>((bytes, mutate) => mutate(bytes), generate(packet)),
  );

/** Bursts of packets that were sound once; the same ones for the same seed. */
export const mutatedBursts = (count: number, seed: number): readonly Uint8Array[] =>
  fc
    .sample(fc.array(mutated, { minLength: 1, maxLength: 8 }), { numRuns: count, seed })
    .map((burst) => Buffer.concat(burst));

/** Bytes that are nothing at all. */
export const garbage = (count: number, seed: number): readonly Uint8Array[] =>
  fc.sample(fc.uint8Array({ minLength: 1, maxLength: 300 }), { numRuns: count, seed });
