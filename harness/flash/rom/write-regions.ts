import { BadInput } from '../../../errors/bench-error.ts';
import type { Journal } from '../../../reports/journal.ts';
import { FlashHalfWritten, FlashNotVerified } from './errors.ts';
import { hex, type Region, requireRegions } from './regions.ts';
import type { OnProgress, RomLoader } from './rom-loader.ts';
import { verifyRegions } from './verify-regions.ts';

export interface WriteRegionsOptions {
  /** Bytes as they will be in flash, of all regions together. */
  readonly onProgress?: OnProgress;
  readonly onVerified?: OnProgress;
  /** Ends the work between two packets. */
  readonly signal?: AbortSignal;
  /** Default true. */
  readonly verify?: boolean;
}

/** What writing came to. */
export interface RomWritten {
  readonly regions: readonly {
    readonly name: string;
    readonly address: number;
    readonly bytes: number;
  }[];
  readonly bytes: number;
  /** As they went over the wire. */
  readonly compressedBytes: number;
  /** Of the writing alone. */
  readonly seconds: number;
  readonly bytesPerSecond: number;
}

/** Told what the flash is left with. */
const leftWith = (regions: readonly Region[], nth: number, done: number): string => {
  const region = regions[nth] as Region;
  const whole = regions.slice(0, nth).map(({ name }) => name);
  const untouched = regions.slice(nth + 1).map(({ name }) => name);
  return [
    ...(whole.length > 0 ? [`${whole.join(', ')} written`] : []),
    `${region.name} at ${hex(region.address)} written in part (about ${done} of ${region.bytes.length} bytes; what comes behind them may be erased)`,
    ...(untouched.length > 0 ? [`${untouched.join(', ')} as before`] : []),
  ].join(', ');
};

const whyOf = (error: unknown, signal: AbortSignal | undefined): string => {
  if (signal?.aborted) return 'it was told to stop';
  return error instanceof Error ? error.message : String(error);
};

/**
 * Writes regions one behind the other and has the chip confirm each. All of them are looked at first.
 * @throws BadInput what `requireRegions` throws, and nothing is touched; the reason of the signal where it was
 * stopped before that
 * @throws FlashHalfWritten, which says what the flash is left with; FlashNotVerified where it was stopped behind that;
 * FlashMd5Mismatch
 */
export const writeRegions = async (
  loader: RomLoader,
  journal: Journal,
  regions: readonly Region[],
  { onProgress, onVerified, signal, verify = true }: WriteRegionsOptions = {},
): Promise<RomWritten> => {
  requireRegions(regions, loader.chip);
  const bytes = regions.reduce((sum, region) => sum + region.bytes.length, 0);
  signal?.throwIfAborted();
  const parameters = { regions: regions.length, bytes };
  const written = await journal.step('write the flash', parameters, async (note) => {
    const start = performance.now();
    let compressedBytes = 0;
    let before = 0;
    for (const [nth, region] of regions.entries()) {
      let done = 0;
      try {
        compressedBytes += await loader.write(region.address, region.bytes, (now) => {
          done = now;
          onProgress?.(before + now, bytes);
          if (now < region.bytes.length) signal?.throwIfAborted();
        });
      } catch (error) {
        if (error instanceof BadInput) throw error;
        throw new FlashHalfWritten(whyOf(error, signal), leftWith(regions, nth, done), error);
      }
      before += region.bytes.length;
      note(region.name, `${region.bytes.length} bytes at ${hex(region.address)}`);
    }
    const seconds = (performance.now() - start) / 1000;
    journal.measure('flash written', bytes, 'bytes');
    journal.measure('flash written, compressed', compressedBytes, 'bytes');
    journal.measure('time to write the flash', seconds * 1000, 'ms');
    journal.measure('rate of writing the flash', bytes / seconds, 'bytes/s');
    return { compressedBytes, seconds };
  });
  if (verify) {
    await verifyRegions(loader, journal, regions, onVerified, signal).catch((error: unknown) => {
      throw signal?.aborted && error === signal.reason ? new FlashNotVerified(error) : error;
    });
  }
  return {
    regions: regions.map(({ name, address, bytes: all }) => ({ name, address, bytes: all.length })),
    bytes,
    ...written,
    bytesPerSecond: bytes / written.seconds,
  };
};
