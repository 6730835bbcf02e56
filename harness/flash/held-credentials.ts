import type { DeviceCredentials } from '../../certs/credentials.ts';
import { nvsPlaceOf } from '../../certs/nvs/nvs-place.ts';
import { AtRefused } from '../at/errors.ts';
import { readPartition } from './flash-steps.ts';
import { readBinary } from './manufacturing-steps.ts';
import { requirePartition } from './partition-map.ts';
import type { BoardFlash, Way } from './ways.ts';
import { packCredentials } from './write-credentials.ts';

/** Which of some known credentials stand in a board. */
export interface HeldCredentials<N extends string> {
  /** The name of those of which certificate, key and root are all there, to the byte; null for none. */
  readonly whole: N | null;
  /** Places that hold none of them: `mqtt_key`. */
  readonly torn: readonly string[];
}

const NOTHING = new Uint8Array();

/** What stands in a place, at least as much of it as is to be compared. */
const readPlace = async (
  { client, journal, map }: BoardFlash,
  way: Way,
  place: string,
  length: number,
): Promise<Uint8Array> => {
  if (way === 'sysflash') {
    const partition = requirePartition(map, place);
    return readPartition(client, journal, partition, Math.min(length, partition.size));
  }
  try {
    return await readBinary(client, journal, nvsPlaceOf(place), length);
  } catch (error) {
    // There is no such key.
    if (error instanceof AtRefused) return NOTHING;
    throw error;
  }
};

/** A partition goes on behind its image; a value of the NVS has an end. */
const isThere = (bytes: Uint8Array, read: Uint8Array, way: Way): boolean =>
  Buffer.compare(way === 'sysflash' ? read.subarray(0, bytes.length) : read, bytes) === 0;

/** Reads a board's credentials of MQTT and tells which of the candidates they are. */
export const heldCredentials = async <N extends string>(
  board: BoardFlash,
  way: Way,
  candidates: Readonly<Record<N, DeviceCredentials>>,
): Promise<HeldCredentials<N>> => {
  const wanted = (Object.entries(candidates) as [N, DeviceCredentials][]).flatMap(
    ([name, credentials]) =>
      packCredentials(way, credentials).map(({ place, bytes }) => ({ name, place, bytes })),
  );
  const places = [...new Set(wanted.map(({ place }) => place))];
  const found: { readonly place: string; readonly names: readonly N[] }[] = [];
  for (const place of places) {
    const here = wanted.filter((each) => each.place === place);
    const longest = Math.max(...here.map(({ bytes }) => bytes.length));
    const read = await readPlace(board, way, place, longest);
    const there = here.filter(({ bytes }) => isThere(bytes, read, way));
    found.push({ place, names: there.map(({ name }) => name) });
  }
  const whole = wanted.find(({ name }) => found.every(({ names }) => names.includes(name)));
  const torn = found.filter(({ names }) => names.length === 0).map(({ place }) => place);
  return { whole: whole?.name ?? null, torn };
};
