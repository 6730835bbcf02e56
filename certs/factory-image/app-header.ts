/** What ESP-IDF puts in front of a bootloader and of an application (`esp_image_header_t`). */
export interface AppHeader {
  /** As `AT+GMR` spells it: `ESP32C3`; a number in hexadecimal for a chip that has no name here. */
  readonly chip: string;
  /** Bytes of the whole, from its first to the end of its checksum and hash; undefined where it does not say. */
  readonly bytes: number | undefined;
}

const MAGIC = 0xe9;
const HEADER_BYTES = 24;
const SEGMENT_HEADER_BYTES = 8;
const SEGMENTS = 1;
const CHIP = 12;
const HASH_APPENDED = 23;
const HASH_BYTES = 32;
/** The checksum is the last byte of a row of so many. */
const ROW_BYTES = 16;
/** More segments no image has (`ESP_IMAGE_MAX_SEGMENTS`). */
const MOST_SEGMENTS = 16;

/** `esp_chip_id_t` of ESP-IDF. */
export const CHIP_IDS: Readonly<Record<string, number>> = {
  ESP32: 0,
  ESP32S2: 2,
  ESP32C3: 5,
  ESP32S3: 9,
  ESP32C2: 12,
  ESP32C6: 13,
  ESP32H2: 16,
  ESP32P4: 18,
  ESP32C61: 20,
  ESP32C5: 23,
};

const chipNamed = (id: number): string =>
  Object.keys(CHIP_IDS).find((name) => CHIP_IDS[name] === id) ?? `0x${id.toString(16)}`;

/** Goes by the lengths of the segments alone, also past the end of what there is. */
const lengthOf = (image: Buffer, address: number): number | undefined => {
  const segments = image[address + SEGMENTS] as number;
  if (segments > MOST_SEGMENTS) return undefined;
  let end = HEADER_BYTES;
  for (let nth = 0; nth < segments; nth++) {
    const header = address + end;
    // The image ends before the header does: so much the application has at least.
    if (header + SEGMENT_HEADER_BYTES > image.length) return end + SEGMENT_HEADER_BYTES;
    end += SEGMENT_HEADER_BYTES + image.readUInt32LE(header + 4);
  }
  const rows = Math.floor(end / ROW_BYTES) + 1;
  return rows * ROW_BYTES + (image[address + HASH_APPENDED] === 1 ? HASH_BYTES : 0);
};

/** The header at an address of an image; undefined where there is none. */
export const appHeader = (bytes: Uint8Array, address: number): AppHeader | undefined => {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (image[address] !== MAGIC || address + HEADER_BYTES > image.length) return undefined;
  return { chip: chipNamed(image.readUInt16LE(address + CHIP)), bytes: lengthOf(image, address) };
};
