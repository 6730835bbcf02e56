import type { NvsFlash } from '../../../certs/nvs/nvs-flash.ts';
import type { Partition } from '../../../certs/partition-table.ts';
import type { FlashChip } from '../seams.ts';

/** One partition of the chip as flash of its own, whose addresses begin at 0. */
export const partitionView = (flash: FlashChip, { address: base, size }: Partition): NvsFlash => ({
  size,
  read: (address, length) => flash.read(base + address, length),
  program: (address, bytes) => flash.program(base + address, bytes),
  erase: (address, length) => flash.erase(base + address, length),
});
