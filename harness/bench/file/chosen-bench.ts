import { BadInput } from '../../../errors/bench-error.ts';
import { chosenDefect, type DefectChoice } from '../../../simulators/defects/chosen-defect.ts';
import { checkFlashFile } from '../../../simulators/esp-at/flash/flash-file.ts';
import { readReleaseImage } from '../../../simulators/esp-at/images/read-image.ts';
import { releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import { withKit } from '../kits/with-kit.ts';
import { type BenchFile, type BoardEntry, DEFAULT_BENCH, readBenchFile } from './bench-file.ts';
import { isOfAnyRelease, simulatedBoard } from './bench-schema.ts';

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

const requireSimulated = ({ boards }: BenchFile, defect: string): void => {
  const real = boards.find(({ at }) => simulatedBoard(at) === null);
  if (!real) return;
  throw new BadInput(
    'DEFECT_OF_HARDWARE',
    `The defect ${defect} can be planted into simulated firmware alone, and the board ${real.name} is at ${real.at}; leave the defect out, or name a bench whose board is at sim://.`,
  );
};

/** With the defect that was asked for, or else the file's own, called by its name also where a file has only one. */
const withDefect = async (file: BenchFile, asked: DefectChoice): Promise<BenchFile> => {
  const isAsked = asked.defect !== undefined || asked.defectFile !== undefined;
  const { defect, defectFile, ...simulator } = file.simulator;
  const choice = isAsked ? asked : { defect, defectFile };
  const chosen = await chosenDefect(choice);
  if (!chosen) return file;
  if (isAsked) requireSimulated(file, chosen.name);
  return { ...file, simulator: { ...simulator, ...choice, defect: chosen.name } };
};

/**
 * The bench of a run: the file that was named, or the simulated default.
 * @param release what its simulated boards are, whatever the file says
 * @param defect what bug their firmware has, likewise
 * @param seed of the conditions on their wires, likewise
 * @throws BadInput `UNKNOWN_RELEASE`, `RELEASE_OF_HARDWARE`, `DEFECT_OF_HARDWARE`, and what `readBenchFile`, `withKit`,
 * `chosenDefect`, `readReleaseImage` and `checkFlashFile` throw
 */
export const chosenBench = async (
  path: string | undefined,
  release?: string | undefined,
  defect: DefectChoice = {},
  seed?: number | undefined,
): Promise<BenchFile> => {
  const read = path === undefined ? DEFAULT_BENCH : await readBenchFile(path, process.env);
  const seeded = seed === undefined ? read : { ...read, simulator: { ...read.simulator, seed } };
  const file = await withDefect(seeded, defect);
  const known = release === undefined ? undefined : releaseProfile(release).name;
  const boards =
    known === undefined ? file.boards : file.boards.map((entry) => withRelease(entry, known));
  const bench = await ofImage(await withKit({ ...file, boards }));
  requireKeptFlash(bench);
  return bench;
};
