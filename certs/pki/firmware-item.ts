import { ceil4, PKI_LAYOUT } from './pki-image.ts';

/** Why firmware does not take an item out of a partition, in the order of its checks. */
export type PkiRefusal =
  /** The partition does not begin with F1 F1; the log says `incorrect magic: 0x%x` of what was there. */
  | { readonly refusal: 'magic'; readonly magic: number }
  /** The list is said to be longer than the partition less 8 bytes. */
  | { readonly refusal: 'length'; readonly length: number }
  /** There are `count` items, and the one asked for is not among them. */
  | { readonly refusal: 'index'; readonly count: number }
  /** The lengths lead out of the partition, so that reading flash fails. Where exactly it stops is not known. */
  | { readonly refusal: 'read' };

/**
 * Takes the item at `index` out of a credential partition as ESP-AT does in releases before 3.1 and on the old flash
 * layout: magic, length, count, and then by lengths alone. Types, ids and padding are never looked at, so that an
 * image written over another without an erase may well be taken. Gives a copy; it can be empty, which MQTTCONN
 * then reports as missing.
 */
export const firmwareItem = (partition: Uint8Array, index = 0): Uint8Array | PkiRefusal => {
  const flash = Buffer.from(partition.buffer, partition.byteOffset, partition.byteLength);
  if (flash.length < PKI_LAYOUT.header) return { refusal: 'read' };
  const magic = flash.readUInt16LE(0);
  if (magic !== PKI_LAYOUT.magic) return { refusal: 'magic', magic };
  const length = flash.readUInt32LE(4);
  if (length > flash.length - PKI_LAYOUT.header) return { refusal: 'length', length };
  const count = flash.readUInt16LE(2);
  if (index >= count) return { refusal: 'index', count };
  let at: number = PKI_LAYOUT.header;
  for (let passed = 0; at + PKI_LAYOUT.itemHeader <= flash.length; passed++) {
    const start = at + PKI_LAYOUT.itemHeader;
    const end = start + flash.readUInt16LE(at + 2);
    if (passed === index) {
      return end > flash.length
        ? { refusal: 'read' }
        : new Uint8Array(partition.subarray(start, end));
    }
    at = start + ceil4(end - start);
  }
  return { refusal: 'read' };
};
