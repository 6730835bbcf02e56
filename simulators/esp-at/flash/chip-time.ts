import { pause, realTimers } from '../../network/timers.ts';
import { SECTOR_BYTES } from './nor-flash.ts';

/** A chip's usual times, in milliseconds: a 4 KB sector to erase, or to fill in pages of 256 bytes. */
export const ERASE_SECTOR_MS = 45;
/** A block of sectors is erased by one command, in less time than its sectors by themselves. */
export const BLOCK_BYTES = 16 * SECTOR_BYTES;
export const ERASE_BLOCK_MS = 150;
export const PROGRAM_SECTOR_MS = 16 * 0.7;

/** How a stretch of flash is gone over. */
export interface FlashPace {
  readonly sectorMs: number;
  /** Take that time; else none at all. */
  readonly isRealtime: boolean;
  /** Power or reset: it ends at once, and a part of the work is done. */
  readonly signal: AbortSignal;
}

/** Goes over a stretch of flash a sector at a time, so that a power cut leaves what was done until then. */
export const sectorBySector = async (
  length: number,
  { sectorMs, isRealtime, signal }: FlashPace,
  work: (from: number, bytes: number) => void,
): Promise<void> => {
  for (let from = 0; from < length; from += SECTOR_BYTES) {
    const bytes = Math.min(SECTOR_BYTES, length - from);
    if (isRealtime) await pause(realTimers, (sectorMs * bytes) / SECTOR_BYTES, signal);
    work(from, bytes);
  }
};
