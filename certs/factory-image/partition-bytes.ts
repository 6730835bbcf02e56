import type { Partition } from '../partition-table.ts';

/** What an image has of a partition: less than its size, perhaps nothing, where the image ends before. */
export const partitionBytes = (image: Uint8Array, { address, size }: Partition): Uint8Array =>
  image.subarray(address, address + size);
