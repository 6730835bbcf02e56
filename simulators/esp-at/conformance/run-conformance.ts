import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadInput } from '../../../errors/bench-error.ts';
import { outcomeLine, sumLine } from './comparison-text.ts';
import { readRecording } from './recording.ts';
import { replay } from './replay.ts';

const OWN_RECORDINGS = fileURLToPath(new URL('../recordings', import.meta.url));

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

type Write = (line: string) => void;

/** Plays recordings to the simulated modem; gives how many exchanges there were, and how many had the same answer. */
const compare = async (
  paths: readonly string[],
  print: Write,
): Promise<{ same: number; all: number }> => {
  const files = (paths.length > 0 ? paths : [OWN_RECORDINGS]).flatMap(filesAt);
  // All of them are read before the first is played, so that a mistake in the last is told at once.
  const recordings = files.map((file) => readRecording(readFileSync(file, 'utf8'), file));
  const total = { same: 0, all: 0 };
  for (const recording of recordings) {
    const count = { same: 0, all: 0 };
    print(`${recording.name} (${recording.firmware})`);
    for await (const outcome of replay(recording)) {
      count.all += 1;
      count.same += Number(outcome.isSame);
      print(outcomeLine(outcome));
    }
    print(sumLine(count));
    total.same += count.same;
    total.all += count.all;
  }
  if (recordings.length > 1) print(`in all: ${sumLine(total)}`);
  return total;
};

/**
 * Plays the recordings at these paths, or else the project's own, and prints a line an exchange. Gives the exit code:
 * 0 when every answer was the same, 1 when one was not, 2 for what is no recording, with a sentence of complaint.
 */
export const runConformance = async (
  paths: readonly string[],
  print: Write,
  complain: Write,
): Promise<number> => {
  try {
    const { same, all } = await compare(paths, print);
    return same === all ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    complain(error.message);
    return 2;
  }
};
