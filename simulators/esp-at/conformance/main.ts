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

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Plays recordings to the simulated modem; gives how many exchanges there were, and how many had the same answer. */
const compare = async (paths: readonly string[]): Promise<{ same: number; all: number }> => {
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

try {
  const { same, all } = await compare(process.argv.slice(2));
  process.exitCode = same === all ? 0 : 1;
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
