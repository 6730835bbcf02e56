import { BadInput } from '../errors/bench-error.ts';
import { MOST_IMAGE_BYTES } from './factory-image/flash-size.ts';
import { readInputFile } from './read-input-file.ts';

/**
 * The bytes of a file that is, or is a part of, what a flash chip holds.
 * @throws BadInput `FLASH_SIZE` for more than any chip has, and what `readInputFile` throws
 */
export const readBin = async (path: string, what: string): Promise<Buffer> => {
  const bytes = await readInputFile(path, what, MOST_IMAGE_BYTES);
  if (bytes) return bytes;
  throw new BadInput(
    'FLASH_SIZE',
    `${path} is larger than any flash chip of a board (${MOST_IMAGE_BYTES} bytes), and ${what} was expected there.`,
  );
};
