import { appHeader } from '../../../certs/factory-image/app-header.ts';
import { flashSizeOf } from '../../../certs/factory-image/flash-size.ts';
import { readFlashTables } from '../../../certs/factory-image/flash-tables.ts';
import { APPLICATION } from '../../../certs/factory-image/started-application.ts';
import { tableProblems } from '../../../certs/factory-image/table-problems.ts';
import { readBin } from '../../../certs/read-bin.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import { NorFlash } from '../flash/nor-flash.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { imageProfile } from './image-profile.ts';

/** A factory image, and the simulated release that runs on it. */
export interface ReleaseImage {
  readonly profile: ReleaseProfile;
  /** A chip of its own for each call, which holds the image; what the image leaves out is erased. */
  flash(): NorFlash;
}

/**
 * Credentials that are damaged are the firmware's affair; where things stand has to be right.
 * @throws BadInput NOT_AN_ESP_AT_IMAGE, IMAGE_CUT_SHORT, and the code of the tables' first problem
 */
const requireWhole = (path: string, image: Uint8Array): void => {
  const tables = readFlashTables(image);
  const [problem] = tableProblems(image, tables);
  if (problem) {
    throw new BadInput(
      problem.code,
      `${path}: ${problem.sentence} Take the factory image from its release again.`,
    );
  }
  const hasApplication = tables.primary.partitions.some(
    ({ type, address }) => type === APPLICATION && appHeader(image, address) !== undefined,
  );
  // The one way to leave parts out is to end behind the application.
  if (hasApplication || image.length === flashSizeOf(image)) return;
  throw new BadInput(
    'IMAGE_CUT_SHORT',
    `${path} ends before its application begins. Take the whole factory image.`,
  );
};

/**
 * Reads a factory image for a simulated board: whole, or without the erased flash at its end.
 * @param release what the board is to be; unless told, what the image says
 * @throws BadInput what `readBin` and `imageProfile` throw, and for an image that is damaged the code of its problem
 */
export const readReleaseImage = async (
  path: string,
  release: string | undefined,
): Promise<ReleaseImage> => {
  const image = await readBin(path, 'a factory image of ESP-AT');
  requireWhole(path, image);
  const profile = imageProfile(path, image, release);
  return {
    profile,
    flash: () => {
      const whole = Buffer.alloc(profile.layout.size, 0xff);
      image.copy(whole);
      return NorFlash.holding(whole);
    },
  };
};
