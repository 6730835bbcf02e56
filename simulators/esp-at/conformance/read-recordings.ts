import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadInput } from '../../../errors/bench-error.ts';
import { type Match, matchingRelease } from './matching-release.ts';
import { type Recording, readRecording } from './recording.ts';

const OWN_RECORDINGS = fileURLToPath(new URL('../recordings', import.meta.url));

/** A recording, and the simulated release that it is played to. */
export type Matched = Recording & Match;

/** A folder stands for the recordings in it. */
const filesAt = (path: string): string[] => {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.jsonl'));
    if (names.length > 0) return names.toSorted().map((name) => join(path, name));
  } catch (error) {
    throw new BadInput(
      'NO_SUCH_RECORDING',
      `There is no recording at ${path}: ${(error as Error).message}`,
    );
  }
  throw new BadInput('NO_SUCH_RECORDING', `There is no file *.jsonl in the folder ${path}.`);
};

/**
 * The recordings at these paths, or else the project's own.
 * @throws BadInput NO_SUCH_RECORDING, NOT_A_RECORDING, UNKNOWN_RELEASE
 */
export const readRecordings = (paths: readonly string[]): Matched[] =>
  (paths.length > 0 ? paths : [OWN_RECORDINGS])
    .flatMap(filesAt)
    .map((file) => readRecording(readFileSync(file, 'utf8'), file))
    .map((recording) => ({ ...recording, ...matchingRelease(recording.firmware) }));
