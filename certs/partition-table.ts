import { createHash } from 'node:crypto';

/** An entry of a partition table. Addresses are absolute; they and sizes count bytes. */
export interface Partition {
  readonly name: string;
  readonly type: number;
  readonly subtype: number;
  readonly address: number;
  readonly size: number;
}

const ENTRY_BYTES = 32;
const NAME_BYTES = 16;
const ENTRY_MAGIC = 0x50aa;
const CHECKSUM_MAGIC = 0xebeb;
/** A table's place in flash; what the entries leave of it is FF. */
export const TABLE_BYTES = 0xc00;

/** Reads a table as the firmware does: entries until the first that is none; an MD5 behind them is not looked at. */
export const readPartitionTable = (bytes: Buffer): Partition[] => {
  const partitions: Partition[] = [];
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    if (bytes.readUInt16LE(at) !== ENTRY_MAGIC) break;
    const name = bytes.subarray(at + 12, at + 12 + NAME_BYTES);
    const zero = name.indexOf(0);
    partitions.push({
      name: name.toString('latin1', 0, zero < 0 ? NAME_BYTES : zero),
      type: bytes[at + 2] as number,
      subtype: bytes[at + 3] as number,
      address: bytes.readUInt32LE(at + 4),
      size: bytes.readUInt32LE(at + 8),
    });
  }
  return partitions;
};

/** Whether a table says of itself that it is whole. Firmware of ESP-AT does not look. */
export type TableChecksum = 'none' | 'right' | 'wrong';

/** Looks at the MD5 entry behind the last partition, if there is one. */
export const checkTable = (bytes: Buffer): TableChecksum => {
  const end = readPartitionTable(bytes).length * ENTRY_BYTES;
  const found = bytes.subarray(end, end + ENTRY_BYTES);
  if (found.length < ENTRY_BYTES || found.readUInt16LE(0) !== CHECKSUM_MAGIC) return 'none';
  return found.equals(checksum(bytes.subarray(0, end))) ? 'right' : 'wrong';
};

const entry = ({ name, type, subtype, address, size }: Partition): Buffer => {
  const bytes = Buffer.alloc(ENTRY_BYTES);
  bytes.writeUInt16LE(ENTRY_MAGIC, 0);
  bytes[2] = type;
  bytes[3] = subtype;
  bytes.writeUInt32LE(address, 4);
  bytes.writeUInt32LE(size, 8);
  bytes.write(name, 12, NAME_BYTES, 'latin1');
  return bytes;
};

/** `EB EB`, 14 times FF, then the MD5 of all entries before it. */
const checksum = (entries: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([0xeb, 0xeb]),
    Buffer.alloc(14, 0xff),
    createHash('md5').update(entries).digest(),
  ]);

/** @param md5 ESP-AT's secondary tables carry a checksum, its primary ones do not */
export const writePartitionTable = (partitions: readonly Partition[], md5: boolean): Buffer => {
  const entries = Buffer.concat(partitions.map(entry));
  const table = Buffer.alloc(TABLE_BYTES, 0xff);
  (md5 ? Buffer.concat([entries, checksum(entries)]) : entries).copy(table);
  return table;
};
