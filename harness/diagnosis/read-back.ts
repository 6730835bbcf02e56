import { isCredentialPlace } from '../../certs/factory-image/credential-place.ts';
import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { AtRefused } from '../at/errors.ts';
import type { Board } from '../boards/board.ts';
import type { Meant } from '../boards/meant.ts';
import { PIECE_BYTES, pieces } from '../flash/pieces.ts';
import type { StoredItem } from './evidence.ts';
import { storedItem } from './stored-item.ts';

/** Of a PKI image: magic, number of items, and how long the items are. */
const IMAGE_HEADER = 8;
const MAGIC = 0xf1f1;
/** Enough to tell what else it is. */
const BEGINNING = 64;
/** A PEM without an image around it has no length; no credential is longer. */
const LONGEST = 4096;

/** The user whose credentials a cloud needs comes first: time may run out. */
const byImportance = (a: string, b: string): number =>
  Number(b.startsWith('mqtt_')) - Number(a.startsWith('mqtt_'));

const readRange = async (
  { client }: { readonly client: AtClient },
  partition: string,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for (const { offset, length: some } of pieces(length, PIECE_BYTES)) {
    const values = { partition, offset, length: some };
    parts.push(await client.do(commands.systemFlash.read, values, { signal }));
  }
  return Buffer.concat(parts);
};

/** How much of a partition has to be read, by its beginning. */
const lengthOf = (beginning: Uint8Array, meant: Uint8Array | undefined): number => {
  const head = Buffer.from(beginning);
  const least = meant?.length ?? 0;
  if (head.length >= IMAGE_HEADER && head.readUInt16LE(0) === MAGIC)
    return Math.max(least, IMAGE_HEADER + head.readUInt32LE(4));
  return head.every((byte) => byte === 0xff) ? Math.max(least, head.length) : LONGEST;
};

async function* partitions(board: Board, signal: AbortSignal): AsyncGenerator<StoredItem> {
  const map = board.identity.partitions.filter(({ name }) => isCredentialPlace(name));
  for (const { name, size } of map.toSorted((a, b) => byImportance(a.name, b.name))) {
    const meant = board.meant.in(name);
    const beginning = await readRange(board, name, Math.min(BEGINNING, size), signal);
    const length = Math.min(size, lengthOf(beginning, meant));
    const read = length <= BEGINNING ? beginning : await readRange(board, name, length, signal);
    yield storedItem(name, read, meant);
  }
}

const orNull = async <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof AtRefused) return null;
    throw error;
  });

const keysOf = async (client: AtClient, namespace: string, signal: AbortSignal) => {
  const answer = await orNull(client.do(commands.manufacturing.read, { namespace }, { signal }));
  return answer?.kind === 'keys' ? answer.keys.map(({ key }) => key) : [];
};

const valueUnder = async (
  client: AtClient,
  namespace: string,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array> => {
  const read = client.do(commands.manufacturing.read, { namespace, key }, { signal });
  const answer = await orNull(read);
  if (answer?.kind !== 'value') return new Uint8Array();
  return typeof answer.value === 'number' ? Buffer.from(String(answer.value)) : answer.value;
};

/** `mqtt_ca` under its own name; under another, such as `mqtt_ca.0`, by that. Sets are called by their place. */
const placeOf = (namespace: string, key: string): string =>
  key === `${namespace}.0` && !namespace.startsWith('mqtt_') ? namespace : key;

/** What has a place and was meant to stand there, or is needed by MQTT, also where there is nothing. */
const wanted = (meant: Meant): string[] => [
  ...new Set(['mqtt_ca', 'mqtt_cert', 'mqtt_key', ...meant.all().keys()]),
];

async function* values(board: Board, signal: AbortSignal): AsyncGenerator<StoredItem> {
  const { client, meant } = board;
  const answer = await client.do(commands.manufacturing.namespaces, {}, { signal });
  const namespaces = answer.map(({ namespace }) => namespace).filter(isCredentialPlace);
  const seen = new Set<string>();
  for (const namespace of namespaces.toSorted(byImportance)) {
    for (const key of await keysOf(client, namespace, signal)) {
      const place = placeOf(namespace, key);
      seen.add(place);
      const value = await valueUnder(client, namespace, key, signal);
      yield storedItem(place, value, meant.in(place));
    }
  }
  for (const place of wanted(meant).filter((each) => !seen.has(each)))
    yield storedItem(place, new Uint8Array(), meant.in(place));
}

/**
 * Reads a board's places for credentials, one after the other, those of MQTT first. Reads only.
 * @throws what the AT client throws
 */
export const readBack = (board: Board, signal: AbortSignal): AsyncGenerator<StoredItem> =>
  board.abilities.has('sysmfg') ? values(board, signal) : partitions(board, signal);
