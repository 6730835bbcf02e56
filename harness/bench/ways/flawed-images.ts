import { CHIP_IDS } from '../../../certs/factory-image/app-header.ts';
import { bootloaderAddress } from '../../../certs/factory-image/flash-size.ts';
import { readFlashTables } from '../../../certs/factory-image/flash-tables.ts';
import { APPLICATION } from '../../../certs/factory-image/started-application.ts';

/** What can be wrong with a factory image for a board. */
export type ImageFlaw = 'other-chip' | 'cut-short' | 'shifted' | 'larger-flash';

const SECTOR = 0x1000;
/** Where a program's header names the chip, and in the upper half of which byte the size of the flash. */
const CHIP_AT = 12;
const SIZE_AT = 3;

const bootloaderOf = (image: Uint8Array): number => {
  const address = bootloaderAddress(image);
  if (address === undefined) throw new TypeError('this image has no bootloader');
  return address;
};

const FLAWS: Readonly<Record<ImageFlaw, (image: Buffer) => Buffer>> = {
  'other-chip': (image) => {
    const at = bootloaderOf(image) + CHIP_AT;
    const { ESP32: one = 0, ESP32C3: other = 0 } = CHIP_IDS;
    image.writeUInt16LE(image.readUInt16LE(at) === one ? other : one, at);
    return image;
  },
  'cut-short': (image) => {
    const { partitions } = readFlashTables(image).primary;
    const application = partitions.find(({ type }) => type === APPLICATION);
    return image.subarray(0, (application?.address ?? 0) + 100);
  },
  shifted: (image) => Buffer.concat([Buffer.alloc(SECTOR, 0xff), image.subarray(0, -SECTOR)]),
  'larger-flash': (image) => {
    // One more is twice as much.
    const at = bootloaderOf(image) + SIZE_AT;
    image[at] = (image[at] ?? 0) + 0x10;
    return image;
  },
};

/** A copy of a good factory image with one thing wrong, for specs on refusals. */
export const flawedImage = (image: Uint8Array, flaw: ImageFlaw): Buffer =>
  FLAWS[flaw](Buffer.from(image));
