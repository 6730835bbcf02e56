import { appHeader } from './app-header.ts';

const SEGMENTS = 1;
const HEADER_BYTES = 24;
const SEGMENT_HEADER_BYTES = 8;
const ROW_BYTES = 16;
/** `ESP_ROM_CHECKSUM_INITIAL` */
const SEED = 0xef;

/**
 * Whether a bootloader or an application holds the checksum that belongs to it: the XOR of what its segments hold, in the
 * last byte of a row behind them. False also where it is not all there, as in an image that was cut short and filled up.
 */
export const hasRightChecksum = (bytes: Uint8Array, address: number): boolean => {
  const { bytes: length = 0 } = appHeader(bytes, address) ?? {};
  if (length === 0 || address + length > bytes.length) return false;
  const program = Buffer.from(bytes.buffer, bytes.byteOffset + address, length);
  let sum = SEED;
  let end = HEADER_BYTES;
  for (let nth = 0; nth < (program[SEGMENTS] as number); nth++) {
    const from = end + SEGMENT_HEADER_BYTES;
    end = from + program.readUInt32LE(end + 4);
    for (const byte of program.subarray(from, end)) sum ^= byte;
  }
  return program[end - (end % ROW_BYTES) + ROW_BYTES - 1] === sum;
};
