import { sha256 } from '../../../certs/sha256.ts';
import type { Board } from '../../boards/board.ts';
import type { Cloud } from '../../clouds/cloud.ts';

/** A message that has gone over the wire takes milliseconds; a lost one is not waited for long. */
const SOON = 5_000;

/** Two primes, so that neither the bytes nor their places repeat at a buffer's size. */
const STEP = 151;
const PERIOD = 257;

/** Bytes of every value, control characters and quotes among them; payloads of other lengths begin otherwise. */
export const payloadOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => ((i * STEP + length) % PERIOD) & 0xff);

/** One for each length, both ends included. */
export const payloadsOf = (least: number, most: number): Uint8Array[] =>
  Array.from({ length: most - least + 1 }, (_, i) => payloadOf(least + i));

/** Cuts bytes into pieces of these lengths and one with what is left, each with its place. */
export const piecesOf = (
  whole: Uint8Array,
  lengths: readonly number[],
): readonly { readonly at: number; readonly bytes: Uint8Array }[] => {
  const starts = [0];
  for (const length of lengths) starts.push((starts.at(-1) ?? 0) + length);
  return starts.map((at, i) => ({ at, bytes: whole.subarray(at, starts[i + 1]) }));
};

interface Ends {
  readonly board: Board;
  readonly cloud: Cloud;
}

/** Carries payloads from one end to the other, one after the other; the checksums of what arrived. */
const carryEach = async (
  payloads: readonly Uint8Array[],
  carry: (payload: Uint8Array) => Promise<{ readonly payload: Uint8Array }>,
): Promise<readonly string[]> => {
  const arrived: string[] = [];
  for (const payload of payloads) arrived.push(sha256((await carry(payload)).payload));
  return arrived;
};

/** Publishes from the board, one after the other; what the cloud had of each. @throws CloudSilent for a lost one */
export const publishEach = (
  { board, cloud }: Ends,
  topic: string,
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> =>
  carryEach(payloads, async (payload) => {
    const from = cloud.position();
    await board.mqtt.publish(topic, payload, { raw: payload.length > 0 });
    return cloud.expect({ kind: 'publish', topic }, { from, withinMs: SOON });
  });

/** What a board gives of each payload that the cloud publishes by `publish`. */
const giveEach = (
  { board }: Ends,
  topic: string,
  payloads: readonly Uint8Array[],
  publish: (payload: Uint8Array) => Promise<void>,
): Promise<readonly string[]> =>
  carryEach(payloads, async (payload) => {
    const from = board.position();
    await publish(payload);
    const { length } = payload;
    return board.mqtt.expectMessage({ topic, length }, { from, withinMs: SOON });
  });

/** Publishes from the cloud, one after the other; what the board gave of each. @throws MessageMissing for a lost one */
export const receiveEach = (
  ends: Ends,
  topic: string,
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> =>
  giveEach(ends, topic, payloads, (payload) => ends.cloud.publish(topic, payload));

/** So many questions are put while a message is on its way. */
const QUESTIONS = 5;

/** Publishes each from the cloud while the board is kept talking; the checksums of what it gave. @throws MessageMissing */
export const receiveWhileAsked = (
  ends: Ends,
  topic: string,
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> =>
  giveEach(ends, topic, payloads, async (payload) => {
    const { mqtt } = ends.board;
    const sent = ends.cloud.publish(topic, payload);
    for (let i = 0; i < QUESTIONS; i += 1) await mqtt.topics();
    await sent;
    await mqtt.topics();
  });
