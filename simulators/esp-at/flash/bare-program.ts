import { CHIP_IDS } from '../../../certs/factory-image/app-header.ts';

/** What a program tells of itself in flash, in the form of ESP-IDF. */
interface Program {
  /** As `AT+GMR` spells it: `ESP32C3`. */
  readonly chip: string;
  /** Bytes of the flash that it is made for. */
  readonly flashSize: number;
  /** What an application calls its version; a bootloader has none. */
  readonly version?: string;
}

const HEADER_BYTES = 24;
const SEGMENT_HEADER_BYTES = 8;
const DESCRIPTION_BYTES = 256;
const DESCRIPTION_MAGIC = 0xabcd5432;
const VERSION_AT = 16;
const NAME_AT = 48;
const DIO = 2;
const MEGABYTE = 1 << 20;
/** The checksum begins with this (`ESP_ROM_CHECKSUM_INITIAL`), and stands in the last byte of a row. */
const CHECKSUM_SEED = 0xef;
const ROW_BYTES = 16;

const descriptionOf = (version: string | undefined): Buffer => {
  const bytes = Buffer.alloc(DESCRIPTION_BYTES);
  if (version === undefined) return bytes;
  bytes.writeUInt32LE(DESCRIPTION_MAGIC, 0);
  bytes.write(version, VERSION_AT, 'latin1');
  bytes.write('esp-at', NAME_AT, 'latin1');
  return bytes;
};

/**
 * A program without its code, which nobody executes: a header that names chip and flash, one segment with the
 * description of an application, the checksum.
 */
export const bareProgram = ({ chip, flashSize, version }: Program): Buffer => {
  const description = descriptionOf(version);
  const used = HEADER_BYTES + SEGMENT_HEADER_BYTES + DESCRIPTION_BYTES;
  const bytes = Buffer.alloc((Math.floor(used / ROW_BYTES) + 1) * ROW_BYTES);
  Buffer.from([0xe9, 1, DIO, Math.log2(flashSize / MEGABYTE) << 4]).copy(bytes);
  // No pin of its own for write protection.
  bytes[8] = 0xee;
  bytes.writeUInt16LE(CHIP_IDS[chip] ?? 0, 12);
  bytes.writeUInt32LE(DESCRIPTION_BYTES, HEADER_BYTES + 4);
  description.copy(bytes, HEADER_BYTES + SEGMENT_HEADER_BYTES);
  bytes[bytes.length - 1] = description.reduce((sum, byte) => sum ^ byte, CHECKSUM_SEED);
  return bytes;
};
