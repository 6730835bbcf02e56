import type { DeviceCredentials } from '../../../certs/credentials.ts';
import type { Journal } from '../../../reports/journal.ts';
import type { Written } from '../store.ts';
import { describePlaced, type Placing, placedFor } from './placed-credentials.ts';
import { planCredentials } from './plan-credentials.ts';
import type { RomLoader } from './rom-loader.ts';
import { type RomWritten, type WriteRegionsOptions, writeRegions } from './write-regions.ts';

/** What came of writing credentials through the loader. */
export interface RomCredentials extends RomWritten {
  readonly credentials: readonly Written[];
}

/**
 * Puts certificate, key and root where the board's own tables say that its firmware looks for them; all else stays.
 * @throws BadInput before anything is written, what `planCredentials` throws; what `writeRegions` throws
 */
export const writeCredentialsInLoader = async (
  loader: RomLoader,
  journal: Journal,
  credentials: DeviceCredentials,
  { user, places, ...options }: Placing & WriteRegionsOptions = {},
): Promise<RomCredentials> => {
  const placed = placedFor(credentials, { user, places });
  const regions = await planCredentials(loader, placed);
  const written = await writeRegions(loader, journal, regions, options);
  return { ...written, credentials: placed.map((each) => describePlaced(each, regions)) };
};
