import { createHash } from 'node:crypto';
import { isCredentialPlace, NVS_PARTITION } from '../../../certs/factory-image/credential-place.ts';
import { readFlashTables } from '../../../certs/factory-image/flash-tables.ts';
import { partitionBytes } from '../../../certs/factory-image/partition-bytes.ts';
import { spellEntry } from '../../../certs/nvs/nvs-proof.ts';
import { readNvs } from '../../../certs/nvs/nvs-reader.ts';
import type { CredentialUser } from '../../../certs/pki/credential-images.ts';
import { sha256 } from '../../../certs/sha256.ts';
import { type ReadableFlash, readPartialFlash } from './partial-flash.ts';

/** What stands in a place: how many bytes, and their SHA-256. Never the bytes: one of them is a key. */
export interface PlaceDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** A place, and what it holds. */
interface Held {
  readonly place: string;
  readonly bytes: Uint8Array;
}

/** Each value of an NVS in the order of names, since the order of writing is no matter. */
const valuesOf = (nvs: Uint8Array): Held[] =>
  readNvs(nvs)
    .entries.map((entry) => {
      const { namespace, key, type, value } = entry;
      const isBytes = value instanceof Uint8Array;
      // Numbers, in words; what has bytes may be compared by them alone.
      const bytes = isBytes ? value : Buffer.from(spellEntry(entry));
      return { place: `${namespace}/${key}/${type}`, bytes };
    })
    .sort((one, other) => (one.place < other.place ? -1 : 1));

/** What is in the partitions of the secondary table: of an NVS its values, of others all their bytes. */
const heldIn = (flash: Uint8Array): Held[] => {
  const partitions = readFlashTables(flash).secondary?.partitions ?? [];
  return partitions.flatMap((partition) => {
    const bytes = partitionBytes(flash, partition);
    return partition.name === NVS_PARTITION ? valuesOf(bytes) : [{ place: partition.name, bytes }];
  });
};

const digestOf = (all: readonly Held[]): PlaceDigest => {
  const hash = createHash('sha256');
  for (const { place, bytes } of all) hash.update(`${place} ${bytes.length}\n`).update(bytes);
  const bytes = all.reduce((sum, each) => sum + each.bytes.length, 0);
  return { bytes, sha256: hash.digest('hex') };
};

/** How the rest is called, beside the places. */
export const OTHERS = 'all else there';

/**
 * What stands in a user's credential places, and beside them, by the tables of the flash itself: `mqtt_cert` for a
 * partition, to its last byte, `mqtt_cert/mqtt_cert/blob` for a value of the NVS. Where in an NVS a value stands, and what is
 * left there of values before it, depends on all that was ever written: an NVS is told by its values, all there are.
 * @param flash from address 0 on, as far as the partitions of the secondary table go
 */
export const credentialPlaces = (
  flash: Uint8Array,
  user: CredentialUser = 'mqtt',
): Readonly<Record<string, PlaceDigest>> => {
  const isOfUser = ({ place }: Held): boolean => {
    const [name = ''] = place.split('/');
    return isCredentialPlace(name) && name.startsWith(`${user}_`);
  };
  const held = heldIn(flash);
  const own = held
    .filter(isOfUser)
    .map(({ place, bytes }): [string, PlaceDigest] => [
      place,
      { bytes: bytes.length, sha256: sha256(bytes) },
    ]);
  const others = digestOf(held.filter((each) => !isOfUser(each)));
  return { ...Object.fromEntries(own), [OTHERS]: others };
};

/** The same of a board that is in its loader. */
export const readCredentialPlaces = async (
  loader: ReadableFlash,
  user?: CredentialUser,
): Promise<Readonly<Record<string, PlaceDigest>>> =>
  credentialPlaces(await readPartialFlash(loader, () => true), user);
