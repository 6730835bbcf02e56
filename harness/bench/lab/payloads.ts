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

/** Publishes from the board, one after the other; what the cloud had of each. @throws CloudSilent for a lost one */
export const publishEach = async (
  { board, cloud }: { readonly board: Board; readonly cloud: Cloud },
  topic: string,
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> => {
  const arrived: string[] = [];
  for (const payload of payloads) {
    const from = cloud.position();
    await board.mqtt.publish(topic, payload, { raw: payload.length > 0 });
    const seen = await cloud.expect({ kind: 'publish', topic }, { from, withinMs: SOON });
    arrived.push(sha256(seen.payload));
  }
  return arrived;
};

/** Publishes from the cloud, one after the other; what the board gave of each. @throws MessageMissing for a lost one */
export const receiveEach = async (
  { board, cloud }: { readonly board: Board; readonly cloud: Cloud },
  topic: string,
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> => {
  const arrived: string[] = [];
  for (const payload of payloads) {
    const from = board.position();
    await cloud.publish(topic, payload);
    const { length } = payload;
    const came = await board.mqtt.expectMessage({ topic, length }, { from, withinMs: SOON });
    arrived.push(sha256(came.payload));
  }
  return arrived;
};

/** So many questions are put while a message is on its way. */
const QUESTIONS = 5;

/** Publishes each from the cloud while the board is kept talking; the checksums of what it gave. @throws MessageMissing */
export const receiveWhileAsked = async (
  { board, cloud }: { readonly board: Board; readonly cloud: Cloud },
  topic: string,
  payloads: readonly Uint8Array[],
): Promise<readonly string[]> => {
  const arrived: string[] = [];
  for (const payload of payloads) {
    const from = board.position();
    const sent = cloud.publish(topic, payload);
    for (let i = 0; i < QUESTIONS; i += 1) await board.mqtt.topics();
    await sent;
    await board.mqtt.topics();
    const { length } = payload;
    const came = await board.mqtt.expectMessage({ topic, length }, { from, withinMs: SOON });
    arrived.push(sha256(came.payload));
  }
  return arrived;
};
