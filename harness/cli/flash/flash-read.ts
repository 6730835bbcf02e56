import { stat } from 'node:fs/promises';
import { readBin } from '../../../certs/read-bin.ts';
import { sha256 } from '../../../certs/sha256.ts';
import { requireWritable, writeWhole } from '../../../certs/write-whole.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type { FlashChip } from '../../flash/rom/flash-chip.ts';
import { planRelease } from '../../flash/rom/plan.ts';
import { hex, type Region } from '../../flash/rom/regions.ts';
import { readReleaseFolder } from '../../flash/rom/release-folder.ts';
import { verifyRegions } from '../../flash/rom/verify-regions.ts';
import { checkedBytes } from '../flags.ts';
import { say } from '../say.ts';
import { type FlashFlags, flashJob } from './flash-job.ts';
import { started } from './flash-write.ts';

interface RangeFlags extends FlashFlags {
  readonly from: string;
  readonly size?: string;
}

const requireRange = (from: number, size: number, { flashSize }: FlashChip): void => {
  if (from < flashSize && from + size <= flashSize) return;
  const end = size > 0 ? ` to ${hex(from + size)}` : ' on';
  throw new BadInput(
    'FLASH_RANGE',
    `From ${hex(from)}${end} there is no flash: that of this board has ${hex(flashSize)} bytes.`,
  );
};

const requireBytes = (what: string, count: number): void => {
  if (count > 0) return;
  throw new BadInput('FLASH_RANGE', `${what} has no bytes, so there is nothing to be done.`);
};

/** Flash into a file. */
export const readIntoFile = async (out: string, flags: RangeFlags): Promise<void> => {
  const from = checkedBytes('--from', flags.from);
  const size = flags.size === undefined ? undefined : checkedBytes('--size', flags.size);
  if (size !== undefined) requireBytes('--size', size);
  // Before minutes are spent on what cannot be kept.
  await requireWritable(out);
  const { bytes, ...done } = await flashJob(flags, false, async ({ loader, progress, signal }) => {
    const length = size ?? loader.chip.flashSize - from;
    requireRange(from, length, loader.chip);
    await requireWritable(out, length);
    return { bytes: await loader.read(from, length, progress.begin('reading'), signal) };
  });
  // It may hold private keys.
  await writeWhole(out, bytes, { mode: 0o600 });
  const digest = sha256(bytes);
  say(flags.json, { ...done, file: out, from, bytes: bytes.length, sha256: digest }, [
    `${out}: ${bytes.length} bytes from ${hex(from)} on, ${done.chip} at ${done.port}, SHA-256 ${digest}`,
    started(done),
  ]);
};

type Wanted = (chip: FlashChip) => readonly Region[];

/** A folder is a release; a file is what stands somewhere in flash. */
const wantedOf = async (path: string, from: number): Promise<Wanted> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    const files = await readReleaseFolder(path);
    return (chip) => planRelease(files, chip);
  }
  const bytes = await readBin(path, 'what should be in flash');
  requireBytes(path, bytes.length);
  return (chip) => {
    requireRange(from, bytes.length, chip);
    return [{ name: path, address: from, bytes }];
  };
};

/** Whether flash holds what a file or a release does. Nothing is written. */
export const verifyFlash = async (path: string, flags: RangeFlags): Promise<void> => {
  const wanted = await wantedOf(path, checkedBytes('--from', flags.from));
  const done = await flashJob(flags, false, async ({ loader, journal, progress, signal }) => {
    const regions = wanted(loader.chip);
    await verifyRegions(loader, journal, regions, progress.begin('verifying'), signal);
    return {
      regions: regions.map(({ name, address, bytes }) => ({ name, address, bytes: bytes.length })),
    };
  });
  say(flags.json, { ...done, isVerified: true }, [
    `${done.chip} at ${done.port} holds it:`,
    ...done.regions.map(
      ({ name, address, bytes }) =>
        `  ${name}: ${hex(address)} to ${hex(address + bytes)}, MD5 right`,
    ),
    started(done),
  ]);
};
