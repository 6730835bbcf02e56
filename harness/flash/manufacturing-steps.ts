import type { NvsPlace } from '../../certs/nvs/nvs-place.ts';
import { sha256 } from '../../certs/sha256.ts';
import type { Journal } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { AtRefused } from '../at/errors.ts';
import { PIECE_BYTES, type PieceOptions, patience, readInPieces, timed } from './pieces.ts';

/** How `AT+SYSMFG` numbers the type of a value that is bytes. */
export const BINARY = 8;

const { manufacturing } = commands;

/** `AT+SYSMFG` refuses without a code what is not there; with one it did not understand the line. */
const unlessMissing = <T>(asked: Promise<T>, otherwise: T): Promise<T> =>
  asked.catch((error: unknown) => {
    if (error instanceof AtRefused && error.errorCodes.length === 0) return otherwise;
    throw error;
  });

/** Does the board keep credentials in its NVS, and can it use that? Asked, not concluded from its release. */
export const hasManufacturing = (client: AtClient): Promise<boolean> =>
  client.do(manufacturing.namespaces).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AtRefused) return false;
      throw error;
    },
  );

/** The types of the values under a key; firmware keeps one of each type, and reads the oldest. */
const typesOf = async (client: AtClient, { namespace, key }: NvsPlace): Promise<number[]> => {
  const none = { kind: 'keys', namespace, keys: [] } as const;
  const answer = await unlessMissing(client.do(manufacturing.read, { namespace }), none);
  const entries = answer.kind === 'keys' ? answer.keys : [];
  return entries.filter((entry) => entry.key === key).map(({ type }) => type);
};

/** Takes away what would stand beside a binary value under the same key, where the firmware might find it first. */
export const clearOtherTypes = async (
  client: AtClient,
  journal: Journal,
  place: NvsPlace,
): Promise<void> => {
  const found = await typesOf(client, place);
  if (found.every((type) => type === BINARY)) return;
  const { namespace, key } = place;
  await journal.step(`erase ${key}`, { namespace, types: found.join(', ') }, async () => {
    let left = found;
    // One erase takes one value away, or all: never more are needed than there were.
    for (let turn = 0; turn < found.length && left.length > 0; turn++) {
      await client.do(manufacturing.erase, { namespace, key });
      left = await typesOf(client, place);
    }
  });
};

/** Writes a binary value. The firmware keeps the old one until the new one is whole. */
export const writeBinary = (
  client: AtClient,
  journal: Journal,
  { namespace, key }: NvsPlace,
  bytes: Uint8Array,
  { answerWithinMs }: PieceOptions = {},
): Promise<void> =>
  journal.step(
    `write ${key}`,
    { namespace, key, bytes: bytes.length, 'SHA-256 sent': sha256(bytes) },
    (note) =>
      timed(journal, note, bytes.length, `write ${key}`, () =>
        client
          .do(
            manufacturing.write,
            { namespace, key, type: BINARY, length: bytes.length },
            { ...patience(answerWithinMs), data: bytes },
          )
          .then(() => undefined),
      ),
  );

const bytesOf = (value: number | Uint8Array): Uint8Array =>
  typeof value === 'number' ? Buffer.from(String(value)) : value;

/**
 * Reads a value: whole where it is to be no longer than a piece, so that it also shows when it is shorter or longer;
 * else part by part.
 */
export const readBinary = (
  client: AtClient,
  journal: Journal,
  { namespace, key }: NvsPlace,
  length: number,
  { pieceBytes = PIECE_BYTES, answerWithinMs }: PieceOptions = {},
): Promise<Uint8Array> =>
  readInPieces(
    journal,
    { name: key, facts: { namespace, key }, length },
    pieceBytes,
    async (piece) => {
      const part = length > pieceBytes ? piece : {};
      const values = { namespace, key, ...part };
      const answer = await client.do(manufacturing.read, values, patience(answerWithinMs));
      return answer.kind === 'value' ? bytesOf(answer.value) : new Uint8Array();
    },
  );

/** Erases all keys of a namespace; also done when there are none. */
export const eraseNamespace = (
  client: AtClient,
  journal: Journal,
  namespace: string,
): Promise<void> =>
  journal.step(`erase ${namespace}`, { namespace }, () =>
    client.do(manufacturing.erase, { namespace }),
  );
