import { Writable } from 'node:stream';
import { BadInput } from '../../../errors/bench-error.ts';
import { consoleJournal } from '../../../reports/console-journal.ts';
import type { Journal } from '../../../reports/journal.ts';
import type { RomLoader } from '../../flash/rom/rom-loader.ts';
import { exitCodeOf, heedStopSignals, Stopped } from '../stop-signals.ts';
import { type BoardFlags, flashPorts } from './flash-ports.ts';
import { openTarget } from './flash-target.ts';
import { type TransferProgress, transferProgress } from './transfer-progress.ts';

/** What every kind of flashing is told. */
export interface FlashFlags extends BoardFlags {
  readonly baud?: string;
  readonly stub: boolean;
  readonly steps?: boolean;
  readonly json?: boolean;
}

/** What a job works with. */
export interface JobHands {
  readonly loader: RomLoader;
  readonly journal: Journal;
  readonly progress: TransferProgress;
  readonly signal: AbortSignal;
}

/** What every result tells. */
export interface JobFacts {
  readonly port: string;
  readonly chip: string;
  readonly flashSize: number;
  /** Whether the firmware was seen to start afterwards. */
  readonly isUp: boolean;
}

const checkedBaud = (baud: string | undefined): number | undefined => {
  if (baud === undefined) return undefined;
  const rate = Number(baud);
  if (/^\d{4,7}$/.test(baud) && rate >= 9_600 && rate <= 3_000_000) return rate;
  throw new BadInput('BAD_FLAG', `--baud takes a rate from 9600 to 3000000, not "${baud}".`);
};

/** @param writes the job is one that writes */
const leftAlone = (writes: boolean): string =>
  `stopped at once by a second signal; the chip is left in its loader, and ${
    writes
      ? 'what was being written stands in its flash in part: write it again, or press EN where nothing was written'
      : 'nothing was written: press EN'
  }`;

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Takes a board into its loader for a job and starts its firmware again. Ctrl-C ends the job where the chip can do without the rest.
 * @param mustStart the job writes: the firmware has to start afterwards, where it can be started from here
 */
export const flashJob = async <T>(
  flags: FlashFlags,
  mustStart: boolean,
  job: (hands: JobHands) => Promise<T>,
): Promise<T & JobFacts> => {
  const baudRate = checkedBaud(flags.baud);
  const ports = await flashPorts(flags);
  const { stderr } = process;
  // A bar would stand in front of the steps.
  const screen = flags.steps ? { write: (text: string) => stderr.write(text) } : stderr;
  const progress = transferProgress(flags.json ? undefined : screen);
  const stop = new AbortController();
  using signals = heedStopSignals({
    politely: (signal) => stop.abort(new Stopped(signal, 'nothing was written')),
    // Nobody waits for the board any more.
    atOnce: () => {
      progress.finished();
      stderr.write(`esp-at-bench: ${leftAlone(mustStart)}\n`);
      process.exit(exitCodeOf(signals.stoppedBy ?? 'SIGINT'));
    },
  });
  await using target = await openTarget(ports);
  const journal = consoleJournal(flags.steps ? stderr : nowhere);
  try {
    const { result, isUp } = await target.work({
      journal,
      mustStart,
      stub: flags.stub,
      signal: stop.signal,
      ...(baudRate === undefined ? {} : { baudRate }),
      body: async (loader) => {
        const { name: chip, flashSize } = loader.chip;
        const done = await job({ loader, journal, progress, signal: stop.signal });
        progress.finished();
        return { ...done, port: target.label, chip, flashSize };
      },
    });
    // It came too late to change anything.
    if (signals.stoppedBy) process.exitCode = exitCodeOf(signals.stoppedBy);
    return { ...result, isUp };
  } finally {
    progress.finished();
  }
};
