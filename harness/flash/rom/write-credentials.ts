import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { nvsPlaceOf } from '../../../certs/nvs/nvs-place.ts';
import {
  imageOf,
  type PlacedCredential,
  placeCredentials,
} from '../../../certs/pki/credential-images.ts';
import { sha256 } from '../../../certs/sha256.ts';
import type { Journal } from '../../../reports/journal.ts';
import type { Written } from '../store.ts';
import type { WriteCredentialsOptions } from '../write-credentials.ts';
import { spellPlace } from '../write-value.ts';
import { planCredentials } from './plan-credentials.ts';
import { hex, type Region } from './regions.ts';
import type { RomLoader } from './rom-loader.ts';
import { type RomWritten, type WriteRegionsOptions, writeRegions } from './write-regions.ts';

/** What came of writing credentials through the loader. */
export interface RomCredentials extends RomWritten {
  readonly credentials: readonly Written[];
}

const describe = (placed: PlacedCredential, regions: readonly Region[]): Written => {
  const { place: name, pem } = placed;
  const region = regions.find((each) => each.name === name);
  const bytes = region ? imageOf(placed) : Buffer.from(pem);
  const where = region ? hex(region.address) : spellPlace(nvsPlaceOf(name));
  return { name, where, bytes: bytes.length, sha256: sha256(bytes) };
};

/**
 * Puts certificate, key and root where the board's own tables say that its firmware looks for them; all else stays.
 * @throws BadInput before anything is written, what `planCredentials` throws; what `writeRegions` throws
 */
export const writeCredentialsInLoader = async (
  loader: RomLoader,
  journal: Journal,
  credentials: DeviceCredentials,
  {
    user = 'mqtt',
    places = {},
    ...options
  }: Pick<WriteCredentialsOptions, 'user' | 'places'> & WriteRegionsOptions = {},
): Promise<RomCredentials> => {
  const placed = placeCredentials(credentials, user).map((each) => ({
    ...each,
    place: places[each.place] ?? each.place,
  }));
  const regions = await planCredentials(loader, placed);
  const written = await writeRegions(loader, journal, regions, options);
  return { ...written, credentials: placed.map((each) => describe(each, regions)) };
};
