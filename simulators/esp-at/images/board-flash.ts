import { factoryFlash } from '../flash/factory.ts';
import { type KeptFlash, openFlashFile } from '../flash/flash-file.ts';
import type { NorFlash } from '../flash/nor-flash.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import type { ReleaseImage } from './read-image.ts';

/** Where the flash of a simulated board comes from, and where it stays. */
interface FlashSource {
  /** What a new flash holds; as the factory would have it unless told. */
  readonly image?: ReleaseImage | undefined;
  /** The file that keeps the flash; what it holds already is not touched. */
  readonly file?: string | undefined;
}

/** The flash of a simulated board. Throws BadInput as `openFlashFile` does. */
export const openBoardFlash = async (
  profile: ReleaseProfile,
  { image, file }: FlashSource,
): Promise<KeptFlash> => {
  const fresh = (): NorFlash | Promise<NorFlash> => image?.flash() ?? factoryFlash(profile);
  if (file !== undefined) return openFlashFile(file, profile, fresh);
  return { flash: await fresh(), [Symbol.dispose]: () => {} };
};
