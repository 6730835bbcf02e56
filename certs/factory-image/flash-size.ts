/**
 * Where chips keep their bootloader: most of them, ESP32 and S2, C5 and C61. The first is meant: what is in front of one is
 * erased, what is behind may be anything.
 */
const BOOTLOADER_ADDRESSES = [0, 0x1000, 0x2000] as const;
const IMAGE_MAGIC = 0xe9;
const MEGABYTE = 1 << 20;

/** Flash chips have 1, 2, 4, 8 or 16 MB; the upper half of the header's fourth byte says which, as a power of two. */
const LARGEST_EXPONENT = 4;
const FLASH_SIZES = [0, 1, 2, 3, LARGEST_EXPONENT].map((exponent) => MEGABYTE << exponent);

/** More than this is no flash image. */
export const MOST_IMAGE_BYTES = MEGABYTE << LARGEST_EXPONENT;

/** Where an image has its bootloader; undefined where it has none. */
export const bootloaderAddress = (image: Uint8Array): number | undefined =>
  BOOTLOADER_ADDRESSES.find((address) => image[address] === IMAGE_MAGIC);

/** Bytes of the flash that an image is for: its bootloader tells, or else its own length; undefined where neither does. */
export const flashSizeOf = (image: Uint8Array): number | undefined => {
  const bootloader = bootloaderAddress(image);
  const told = bootloader === undefined ? undefined : image[bootloader + 3];
  const size = told === undefined ? undefined : FLASH_SIZES[told >> 4];
  return size ?? FLASH_SIZES.find((size) => size === image.length);
};
