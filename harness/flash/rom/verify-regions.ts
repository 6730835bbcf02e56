import { createHash } from 'node:crypto';
import type { Journal } from '../../../reports/journal.ts';
import { FlashMd5Mismatch } from './errors.ts';
import { hex, type Region, SECTOR_BYTES } from './regions.ts';
import type { OnProgress, RomLoader } from './rom-loader.ts';

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Halves a region that differs until one sector is left: a few exchanges in place of reading it all. */
const firstWrongSector = async (loader: RomLoader, { address, bytes }: Region): Promise<number> => {
  let from = 0;
  let to = bytes.length;
  while (to - from > SECTOR_BYTES) {
    const half = from + Math.ceil((to - from) / 2 / SECTOR_BYTES) * SECTOR_BYTES;
    const digest = await loader.md5(address + from, half - from);
    if (digest === md5(bytes.subarray(from, half))) from = half;
    else to = half;
  }
  return address + from;
};

/**
 * Lets the chip sum up what stands in its flash, and compares that with what should.
 * @param signal ends it between two regions
 * @throws FlashMd5Mismatch for the first region that differs; LoaderFailed, PortLost
 */
export const verifyRegions = async (
  loader: RomLoader,
  journal: Journal,
  regions: readonly Region[],
  onProgress?: OnProgress,
  signal?: AbortSignal,
): Promise<void> => {
  const total = regions.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let done = 0;
  for (const region of regions) {
    signal?.throwIfAborted();
    const { name, address, bytes } = region;
    const expected = md5(bytes);
    const parameters = { at: hex(address), bytes: bytes.length, 'MD5 expected': expected };
    await journal.step(`let the chip sum up ${name}`, parameters, async (note) => {
      const got = await loader.md5(address, bytes.length);
      note('MD5 of the chip', got);
      if (got === expected) return;
      const sector = await firstWrongSector(loader, region);
      throw new FlashMd5Mismatch({ name, address, size: bytes.length }, { expected, got }, sector);
    });
    done += bytes.length;
    onProgress?.(done, total);
  }
};
