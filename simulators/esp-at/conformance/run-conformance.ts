import { parseArgs } from 'node:util';
import { BadInput } from '../../../errors/bench-error.ts';
import { RELEASES } from '../releases/releases.ts';
import { outcomeLine, sumLine } from './comparison-text.ts';
import { type Matched, readRecordings } from './read-recordings.ts';
import { type Outcome, replay } from './replay.ts';

const HELP = `Usage: npm run conformance -- [--json] [FILE...]

Plays recordings of the real firmware to the simulated modem and compares every byte that comes back. A folder
stands for the *.jsonl in it; without any, the project's own recordings are played. What may differ from run to run
(clock, memory, hashes, signal strengths) is listed in simulators/esp-at/conformance/variables.ts; the form of a
recording in simulators/esp-at/recordings/README.md.

  --json      one JSON object a line: each exchange, then the sum
  -h, --help  this text

Simulated releases: ${RELEASES.join(', ')}

Examples:
  $ npm run conformance
  $ npm run conformance -- my-board.jsonl other-recordings/

Exit codes: 0 every answer was the same, 1 one was not, 2 bad input.`;

type Write = (line: string) => void;

/** What the command prints while it compares. */
interface Printer {
  recording(recording: Matched): void;
  outcome(recording: Matched, outcome: Outcome): void;
  recordingSum(sum: Sum): void;
  total(recordings: number, sum: Sum): void;
}

interface Sum {
  readonly same: number;
  readonly all: number;
}

const forPeople = (print: Write): Printer => ({
  recording: ({ name, firmware, profile, isExact }) => {
    const played = isExact ? '' : `, played to ${profile.release}, the nearest that is simulated`;
    print(`${name} (${firmware}${played})`);
  },
  outcome: (_recording, outcome) => print(outcomeLine(outcome)),
  recordingSum: (sum) => print(sumLine(sum)),
  total: (recordings, sum) => {
    if (recordings > 1) print(`in all: ${sumLine(sum)}`);
  },
});

const forPrograms = (print: Write): Printer => ({
  recording: () => undefined,
  outcome: ({ name, profile }, { exchange, came, isSame, isUnplayed }) => {
    const { line, recv } = exchange;
    const difference = isSame ? {} : { recorded: recv, came };
    const row = { recording: name, release: profile.release, line, same: isSame, ...difference };
    print(JSON.stringify(isUnplayed ? { ...row, unplayed: true } : row));
  },
  recordingSum: () => undefined,
  total: (recordings, sum) => print(JSON.stringify({ recordings, ...sum })),
});

/** Plays recordings to the simulated modem; gives how many exchanges there were, and how many had the same answer. */
const compare = async (paths: readonly string[], printer: Printer): Promise<Sum> => {
  // All of them are read before the first is played, so that a mistake in the last is told at once.
  const recordings = readRecordings(paths);
  const total = { same: 0, all: 0 };
  for (const recording of recordings) {
    const count = { same: 0, all: 0 };
    printer.recording(recording);
    for await (const outcome of replay(recording.exchanges, recording.profile)) {
      count.all += 1;
      count.same += Number(outcome.isSame);
      printer.outcome(recording, outcome);
    }
    printer.recordingSum(count);
    total.same += count.same;
    total.all += count.all;
  }
  printer.total(recordings.length, total);
  return total;
};

const OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const readWords = (words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    const why = (cause as Error).message.split('. ')[0];
    throw new BadInput('BAD_OPTION', `${why}; --help shows what there is.`, { cause });
  }
};

/**
 * Plays the recordings at these paths, or else the project's own, and prints a line an exchange. Gives the exit code:
 * 0 when every answer was the same, 1 when one was not, 2 for what is no recording, with a sentence of complaint.
 */
export const runConformance = async (
  words: readonly string[],
  print: Write,
  complain: Write,
): Promise<number> => {
  try {
    const { values, positionals } = readWords(words);
    if (values.help) {
      print(HELP);
      return 0;
    }
    const printer = values.json ? forPrograms(print) : forPeople(print);
    const { same, all } = await compare(positionals, printer);
    return same === all ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    complain(error.message);
    return 2;
  }
};
