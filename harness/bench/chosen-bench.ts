import { BadInput } from '../../errors/bench-error.ts';
import { checkFlashFile } from '../../simulators/esp-at/flash/flash-file.ts';
import { readReleaseImage } from '../../simulators/esp-at/images/read-image.ts';
import { releaseProfile } from '../../simulators/esp-at/releases/releases.ts';
import { type BenchFile, type BoardEntry, DEFAULT_BENCH, readBenchFile } from './bench-file.ts';
import { isOfAnyRelease, simulatedBoard } from './bench-schema.ts';
import { withKit } from './kits/with-kit.ts';

const withRelease = (entry: BoardEntry, release: string): BoardEntry => {
  const simulated = simulatedBoard(entry.at);
  if (simulated) return { ...entry, at: `sim://${simulated.name}?release=${release}` };
  throw new BadInput(
    'RELEASE_OF_HARDWARE',
    `The board ${entry.name} at ${entry.at} has the release that is in its flash, and ${release} cannot be chosen for it; leave the release out, or name a bench whose board is at sim://.`,
  );
};

/** Simulated boards whose release nobody has told are what the factory image in them is; to the others it has to fit. */
const ofImage = async (file: BenchFile): Promise<BenchFile> => {
  const { image } = file.simulator;
  if (image === undefined) return file;
  const boards = file.boards.map(async (entry) => {
    const simulated = simulatedBoard(entry.at);
    if (!simulated) return entry;
    const asked = isOfAnyRelease(entry.at) ? undefined : simulated.release;
    return withRelease(entry, (await readReleaseImage(image, asked)).profile.name);
  });
  return { ...file, boards: await Promise.all(boards) };
};

/** A run has the first board of its bench. @throws BadInput what `checkFlashFile` throws */
const requireKeptFlash = ({ boards: [entry], simulator: { flash } }: BenchFile): void => {
  const simulated = entry && simulatedBoard(entry.at);
  if (simulated && flash !== undefined) checkFlashFile(flash, releaseProfile(simulated.release));
};

/**
 * The bench of a run: the file that was named, or the simulated default.
 * @param release what its simulated boards are, whatever the file says
 * @throws BadInput `UNKNOWN_RELEASE`, `RELEASE_OF_HARDWARE`, and what `readBenchFile`, `withKit`, `readReleaseImage` and
 * `checkFlashFile` throw
 */
export const chosenBench = async (
  path: string | undefined,
  release?: string | undefined,
): Promise<BenchFile> => {
  const file = path === undefined ? DEFAULT_BENCH : await readBenchFile(path, process.env);
  const known = release === undefined ? undefined : releaseProfile(release).name;
  const boards =
    known === undefined ? file.boards : file.boards.map((entry) => withRelease(entry, known));
  const bench = await ofImage(await withKit({ ...file, boards }));
  requireKeptFlash(bench);
  return bench;
};
