import { crc32 } from 'node:zlib';
import type { Partition } from '../partition-table.ts';
import type { FlashTables } from './flash-tables.ts';
import { partitionBytes } from './partition-bytes.ts';

/** The type of a partition with an application. */
export const APPLICATION = 0;
/** Subtypes of ESP-IDF: `ota_0` and those behind it. */
const FIRST_OTA = 0x10;
const LAST_OTA = 0x1f;
const DATA = 1;
const OTA_DATA = 0;

/** `esp_ota_select_entry_t`, once in each of the two sectors of `otadata`. */
const SECTOR = 0x1000;
const CHECKSUM_AT = 28;
const ENTRY_BYTES = 32;

/** How often there has been an update; 0 for an entry that is erased, or was not written to its end. */
const sequenceOf = (entry: Buffer): number => {
  if (entry.length < ENTRY_BYTES) return 0;
  const sequence = entry.readUInt32LE(0);
  const isWhole = entry.readUInt32LE(CHECKSUM_AT) === crc32(entry.subarray(0, 4), 0xffffffff);
  return isWhole && sequence !== 0xffffffff ? sequence : 0;
};

const lastUpdate = (image: Uint8Array, { primary }: FlashTables): number => {
  const partition = primary.partitions.find(
    ({ type, subtype }) => type === DATA && subtype === OTA_DATA,
  );
  const bytes = Buffer.from(partition ? partitionBytes(image, partition) : []);
  return Math.max(sequenceOf(bytes.subarray(0, SECTOR)), sequenceOf(bytes.subarray(SECTOR)));
};

/**
 * The places for applications, that first from which the bootloader starts: the first of the table as it leaves the
 * factory, the one that the last update over the air was written into from then on.
 */
export const applications = (image: Uint8Array, tables: FlashTables): readonly Partition[] => {
  const all = tables.primary.partitions.filter(({ type }) => type === APPLICATION);
  const updates = all.filter(({ subtype }) => subtype >= FIRST_OTA && subtype <= LAST_OTA);
  const last = lastUpdate(image, tables);
  const started = last === 0 ? undefined : updates[(last - 1) % updates.length];
  return started ? [started, ...all.filter((each) => each !== started)] : all;
};
