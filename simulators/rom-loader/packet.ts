import { Refused } from './refused.ts';

const HEADER_BYTES = 8;
const REQUEST = 0;
const RESPONSE = 1;
/** Data blocks begin with their length, their number and two words of nothing. */
const BLOCK_HEADER_BYTES = 16;
const CHECKSUM_SEED = 0xef;

/** The largest packet: a block of 16 KB with what stands in front of it. */
export const LONGEST_PACKET_BYTES = HEADER_BYTES + BLOCK_HEADER_BYTES + 0x4000;

/** What a host asks for (esptool's documentation, "Serial Protocol"). */
export interface Request {
  readonly op: number;
  /** The lowest byte, over the data of blocks; everywhere else nobody looks at it. */
  readonly checksum: number;
  readonly data: Buffer;
  /** Does the length in the header fit? */
  readonly isWhole: boolean;
}

/** Undefined for what is no request at all; nobody answers that. */
export const readRequest = (packet: Buffer): Request | undefined => {
  if (packet.length < HEADER_BYTES || packet[0] !== REQUEST) return undefined;
  const data = packet.subarray(HEADER_BYTES);
  return {
    op: packet.readUInt8(1),
    checksum: packet.readUInt32LE(4),
    data,
    isWhole: packet.readUInt16LE(2) === data.length,
  };
};

/** @param body data and status bytes */
export const responsePacket = (op: number, value: number, body: Uint8Array): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(RESPONSE, 0);
  header.writeUInt8(op, 1);
  header.writeUInt16LE(body.length, 2);
  header.writeUInt32LE(value >>> 0, 4);
  return Buffer.concat([header, body]);
};

/** The parameters of a request, 32 bits each, as many as there must be. @throws Refused when there are fewer */
export const wordsOf = <Count extends number>(
  { data }: Pick<Request, 'data'>,
  count: Count,
): Words<Count> => {
  if (data.length < 4 * count) throw new Refused('length');
  return Array.from({ length: count }, (_, index) => data.readUInt32LE(4 * index)) as Words<Count>;
};

type Words<Count extends number, Taken extends number[] = []> = Taken['length'] extends Count
  ? Taken
  : Words<Count, [...Taken, number]>;

/** A piece of what is downloaded. */
export interface Block {
  /** Counted from 0. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** @throws Refused when length or checksum are wrong */
export const blockOf = (request: Request): Block => {
  const [length, number] = wordsOf(request, 4);
  const bytes = request.data.subarray(BLOCK_HEADER_BYTES);
  if (length !== bytes.length) throw new Refused('length');
  if (checksumOf(bytes) !== request.checksum) throw new Refused('checksum');
  return { number, bytes };
};

/** Exclusive or of all bytes, from 0xEF on. */
export const checksumOf = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => sum ^ byte, CHECKSUM_SEED);
