import type { Partition } from '../partition-table.ts';

/** Throws unless two images are the same outside of some partitions: the last look before one is written to a file. */
export const requireUnchanged = (
  before: Uint8Array,
  after: Uint8Array,
  except: readonly Pick<Partition, 'address' | 'size'>[],
): void => {
  if (before.length !== after.length) {
    throw new TypeError(`an image of ${before.length} bytes has become one of ${after.length}`);
  }
  let from = 0;
  const gaps = [...except].sort((one, other) => one.address - other.address);
  for (const { address, size } of [...gaps, { address: before.length, size: 0 }]) {
    if (Buffer.compare(before.subarray(from, address), after.subarray(from, address)) !== 0) {
      throw new TypeError(
        `an image has changed between 0x${from.toString(16)} and 0x${address.toString(16)}`,
      );
    }
    from = address + size;
  }
};
