import { sha256 } from '../../../certs/sha256.ts';
import type { AtClient } from '../../at/at-client.ts';
import { AtTimeout } from '../../at/errors.ts';
import { MessageMissing } from '../errors.ts';
import { type Hands, verb } from '../verb.ts';
import { mayBeFirstOfMany, Reassembly, type ReceivedPart, type Wanted } from './reassembly.ts';

/** What the board gave in one piece, in the order in which it came. */
export interface IncomingMessage extends ReceivedPart {
  /** Perhaps only the first part of a message: it is just as long as those are. */
  readonly mayGoOn: boolean;
}

/** A message as it was sent, put together from the parts that the board made of it. */
export interface WholeMessage extends ReceivedPart {
  readonly parts: number;
  /** Where to look for the next one: behind this one's last part. */
  readonly position: number;
}

/**
 * What a message must be. Where neither payload nor length is told, the first part on the topic counts, which is the
 * whole message up to about 1,000 bytes.
 */
export interface Expected {
  readonly topic: string;
  readonly payload?: string | Uint8Array;
  /** In bytes, for a message whose payload is not known; with `sha256` it is checked as well. */
  readonly length?: number;
  /** In hexadecimal. */
  readonly sha256?: string;
}

export interface ExpectOptions {
  /** As `position()` told before the message was sent; everything heard from then on counts. */
  readonly from?: number;
  /** 10 s unless told. */
  readonly withinMs?: number;
}

const MESSAGE_MS = 10_000;

/** Messages as the board gives them, past and to come. A long one comes in parts, which only `expectMessage` can join. */
export async function* messages(client: AtClient, from?: number): AsyncGenerator<IncomingMessage> {
  for await (const event of client.events(from)) {
    if (event.kind !== 'mqtt-received') continue;
    const part = { topic: event.topic, payload: event.payload };
    yield { ...part, mayGoOn: mayBeFirstOfMany(part) };
  }
}

const wantedOf = ({ topic, payload, length, sha256: wanted }: Expected): Wanted | null => {
  if (payload !== undefined) {
    return { topic, payload: typeof payload === 'string' ? Buffer.from(payload) : payload };
  }
  if (length === undefined) return null;
  return wanted === undefined
    ? { topic, length }
    : { topic, length, matches: (bytes) => sha256(bytes) === wanted.toLowerCase() };
};

const inWords = ({ topic, payload, length }: Expected): string => {
  const bytes = payload === undefined ? length : Buffer.byteLength(payload);
  return `a message ${bytes === undefined ? '' : `of ${bytes} bytes `}on "${topic}"`;
};

/**
 * Waits for a message and puts it together where the board splits it.
 * @throws MessageMissing
 */
export const expectMessage = (
  hands: Hands,
  expected: Expected,
  { from = hands.client.position(), withinMs = MESSAGE_MS }: ExpectOptions = {},
): Promise<WholeMessage> =>
  verb(
    hands,
    `wait for a message on ${expected.topic}`,
    { topic: expected.topic },
    async (note) => {
      const wanted = wantedOf(expected);
      const reassembly = wanted && new Reassembly(wanted);
      const came: string[] = [];
      let position = from;
      const take = (part: ReceivedPart) => {
        came.push(`${part.payload.length} bytes on "${part.topic}"`);
        if (reassembly) return reassembly.take(part);
        return part.topic === expected.topic ? { payload: part.payload, parts: 1 } : undefined;
      };
      try {
        const found = await hands.client.waitFor(
          inWords(expected),
          (event) => {
            position++;
            return event.kind === 'mqtt-received' ? take(event) : undefined;
          },
          { from, withinMs },
        );
        note('bytes', found.payload.length);
        note('parts', found.parts);
        note('SHA-256', sha256(found.payload));
        return { topic: expected.topic, ...found, position };
      } catch (cause) {
        if (!(cause instanceof AtTimeout)) throw cause;
        if (reassembly && reassembly.farthest > 0) {
          came.push(`at best the first ${reassembly.farthest} bytes of it`);
        }
        throw new MessageMissing(inWords(expected), withinMs, came, { cause });
      }
    },
  );
