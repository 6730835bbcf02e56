import { crc32 } from 'node:zlib';

/** Sizes of ESP-IDF's NVS: pages of one flash sector, each a header, a bitmap and 126 entries (ESP-IDF, NVS library). */
export const NVS = {
  pageBytes: 4096,
  entryBytes: 32,
  entriesPerPage: 126,
  /** Where the bitmap begins in a page: two bits for each entry. */
  bitmapAt: 32,
  entriesAt: 64,
  /** The most that stands in one piece: the whole of a page but for the entry that announces it. */
  chunkBytes: 4000,
  /** Of a namespace or key, without its NUL. */
  nameBytes: 15,
  namespaces: 254,
  /** Fewer pages cannot be written to: one is always kept free. */
  leastPages: 3,
  version1: 0xff,
  version2: 0xfe,
  /** The chunk number of what is not a chunk. */
  noChunk: 0xff,
  /** Where the other of the two generations of a blob counts its chunks from. */
  otherGeneration: 0x80,
} as const;

/** A page passes through these by clearing bits alone. */
export const PAGE_STATES = {
  blank: 0xffff_ffff,
  active: 0xffff_fffe,
  full: 0xffff_fffc,
  freeing: 0xffff_fff8,
} as const;
export type PageState = keyof typeof PAGE_STATES;

/** An entry passes through these by clearing bits alone. */
export const ENTRY_STATES = { empty: 0b11, written: 0b10, erased: 0b00 } as const;

/** Type bytes of the kinds of values that `AT+SYSMFG` knows, and of the pieces of which blobs are made. */
export const ITEM_TYPES = {
  u8: 0x01,
  i8: 0x11,
  u16: 0x02,
  i16: 0x12,
  u32: 0x04,
  i32: 0x14,
  u64: 0x08,
  i64: 0x18,
  string: 0x21,
  /** A blob of the first version: in one piece, without an index. */
  oldBlob: 0x41,
  chunk: 0x42,
  index: 0x48,
} as const;

/** What one 32-byte entry says; payload stands in the entries after it. */
export interface NvsItem {
  /** 0 for the definition of a namespace. */
  readonly namespace: number;
  readonly type: number;
  /** Entries it takes, its own included. */
  readonly span: number;
  readonly chunk: number;
  /** One character a byte. */
  readonly key: string;
  /** 8 bytes: a number, or what `pieceData` or `indexData` give. */
  readonly data: Uint8Array;
}

/** ESP32's CRC-32: zlib's, begun with all ones. */
export const nvsCrc = (bytes: Uint8Array, before = 0xffff_ffff): number =>
  // Node answers 0 for no bytes, whatever came before.
  bytes.length === 0 ? before : crc32(bytes, before);

const itemCrc = (entry: Buffer): number =>
  nvsCrc(entry.subarray(8, 32), nvsCrc(entry.subarray(0, 4)));

export const encodeItem = ({ namespace, type, span, chunk, key, data }: NvsItem): Buffer => {
  const entry = Buffer.alloc(NVS.entryBytes);
  entry.set([namespace, type, span, chunk]);
  entry.write(key, 8, 'latin1');
  entry.fill(0xff, 24);
  entry.set(data, 24);
  entry.writeUInt32LE(itemCrc(entry), 4);
  return entry;
};

/** Undefined when the checksum is wrong, or when a key without end makes the entry unusable. */
export const decodeItem = (entry: Buffer): NvsItem | undefined => {
  const end = entry.indexOf(0, 8);
  if (entry.readUInt32LE(4) !== itemCrc(entry) || end < 0 || end >= 24) return undefined;
  const [namespace = 0, type = 0, span = 0, chunk = 0] = entry;
  const key = entry.toString('latin1', 8, end);
  return { namespace, type, span, chunk, key, data: Buffer.from(entry.subarray(24, 32)) };
};

export const hasPayload = (type: number): boolean =>
  type === ITEM_TYPES.string || type === ITEM_TYPES.oldBlob || type === ITEM_TYPES.chunk;

export const entriesFor = (payloadBytes: number): number =>
  1 + Math.ceil(payloadBytes / NVS.entryBytes);

/** The 8 bytes that announce a payload. */
export const pieceData = (payload: Uint8Array): Buffer => {
  const data = Buffer.alloc(8, 0xff);
  data.writeUInt16LE(payload.length, 0);
  data.writeUInt32LE(nvsCrc(payload), 4);
  return data;
};

export const readPieceData = (data: Uint8Array): { size: number; crc: number } => {
  const view = Buffer.from(data);
  return { size: view.readUInt16LE(0), crc: view.readUInt32LE(4) };
};

export interface BlobIndex {
  /** Bytes of the whole blob. */
  readonly size: number;
  readonly chunks: number;
  /** The number of its first chunk: 0, or 128 for the other generation. */
  readonly first: number;
}

export const indexData = ({ size, chunks, first }: BlobIndex): Buffer => {
  const data = Buffer.alloc(8, 0xff);
  data.writeUInt32LE(size, 0);
  data.set([chunks, first], 4);
  return data;
};

export const readIndexData = (data: Uint8Array): BlobIndex => {
  const view = Buffer.from(data);
  return { size: view.readUInt32LE(0), chunks: view.readUInt8(4), first: view.readUInt8(5) };
};
