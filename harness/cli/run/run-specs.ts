import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { RecordLine } from '../../../reports/run-record.ts';
import type { DefectChoice } from '../../../simulators/defects/chosen-defect.ts';
import type { StopOrder } from '../../bench/suites/interruption.ts';
import { projectFile } from '../project.ts';

/** What a process that runs specs is told. */
export interface SpecsOrder {
  /** Of Mocha. */
  readonly parameters: readonly string[];
  readonly bench: string | undefined;
  readonly release: string | undefined;
  /** The bug that simulated boards shall have; none: what the bench says. */
  readonly planted: DefectChoice;
  /** Of the conditions on the wires of simulated boards, and of the order. */
  readonly seed?: number | undefined;
  /** Spec files come in an order that the seed makes. */
  readonly shuffle?: boolean | undefined;
  /** Failures are looked into for their cause; unless told, they are. */
  readonly examine?: boolean | undefined;
}

/** Who hears of a run while it goes on; what is left out goes to the terminal as it comes. */
export interface Listener {
  heard(line: RecordLine): void;
  complained(line: string): void;
}

/** How that process ended. */
interface SpecsEnded {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process in which Mocha runs specs. */
export interface RunningSpecs {
  readonly ended: Promise<SpecsEnded>;
  /** The test that runs comes to its end, the rest is skipped, the bench is put away. */
  stop(because: NodeJS.Signals): void;
  /** The same, but the test that runs is not waited for: it fails with what it was waiting for. */
  endOutOfTime(deadline: string): void;
  /** At once. */
  kill(): void;
}

const mochaProgram = (): string => createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

/** Runs Mocha in a process of its own. @param terminal what of its progress is shown, or who hears of it instead */
export const startSpecs = (
  { parameters, bench, release, planted, seed, shuffle = false, examine = true }: SpecsOrder,
  terminal: 'all' | 'complaints' | Listener,
): RunningSpecs => {
  const isHeard = typeof terminal === 'object';
  const child = spawn(process.execPath, [mochaProgram(), ...parameters], {
    cwd: projectFile('.'),
    stdio: [
      isHeard ? 'ignore' : 'inherit',
      terminal === 'all' ? 'inherit' : 'ignore',
      isHeard ? 'pipe' : 'inherit',
      'ipc',
    ],
    env: {
      ...process.env,
      ...(bench === undefined ? {} : { BENCH: bench }),
      ...(release === undefined ? {} : { AT_RELEASE: release }),
      // Also where it is none: a variable of this process was read, and is not meant for that one as well.
      AT_DEFECT: planted.defect,
      AT_DEFECT_FILE: planted.defectFile,
      ...(seed === undefined ? {} : { AT_SEED: String(seed) }),
      ...(shuffle ? { AT_SHUFFLE: 'yes' } : {}),
      ...(examine ? {} : { AT_UNEXAMINED: 'yes' }),
    },
  });
  if (isHeard) {
    child.on('message', (line) => terminal.heard(line as RecordLine));
    if (child.stderr)
      createInterface({ input: child.stderr }).on('line', (line) => terminal.complained(line));
  }
  // Closed, not only ended: by then everything that it said has been heard.
  const ended = once(child, isHeard ? 'close' : 'exit').then(([exitCode, signal]) => ({
    exitCode,
    signal,
  }));
  const tell = (order: StopOrder): void => void child.send(order, () => undefined);
  return {
    ended,
    stop: (because) => tell({ stopBecauseOf: because }),
    endOutOfTime: (deadline) =>
      tell({ stopBecauseOf: `its deadline of ${deadline}`, outOfTime: deadline }),
    kill: () => child.kill('SIGKILL'),
  };
};
