import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { putIntoImage } from '../../../certs/factory-image/write-image.ts';
import type { Journal } from '../../../reports/journal.ts';
import { describePlaced, type Placing, placedFor } from './placed-credentials.ts';
import { planImage } from './plan.ts';
import type { RomLoader } from './rom-loader.ts';
import type { RomCredentials } from './write-credentials.ts';
import { type WriteRegionsOptions, writeRegions } from './write-regions.ts';

/** How sentences and reports call it. */
const NAME = 'the factory image with credentials';

/** A factory image to begin with. */
export interface ImageSource {
  /** What the board holds is taken for one unless told. */
  readonly image?: Uint8Array | undefined;
}

/**
 * Puts certificate, key and root into a factory image, at the places that its own tables give, and writes it as a whole.
 * @throws BadInput before anything is written, what `putIntoImage` and `planImage` throw; what `writeRegions` throws
 */
export const writeCredentialsAsImage = async (
  loader: RomLoader,
  journal: Journal,
  credentials: DeviceCredentials,
  { user, places, image, ...options }: ImageSource & Placing & WriteRegionsOptions = {},
): Promise<RomCredentials> => {
  const before = image ?? (await loader.read(0, loader.chip.flashSize));
  const placed = placedFor(credentials, { user, places });
  const whole = putIntoImage(before, placed);
  const regions = planImage(NAME, whole.image, loader.chip);
  const written = await writeRegions(loader, journal, regions, options);
  return { ...written, credentials: placed.map((each) => describePlaced(each, whole.changed)) };
};
