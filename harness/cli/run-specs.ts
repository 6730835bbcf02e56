import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { StopOrder } from '../bench/interruption.ts';
import { projectFile } from './project.ts';

/** How the process that ran the specs ended. */
export interface SpecsEnded {
  readonly exitCode: number;
  /** The signal by which somebody stopped the run. */
  readonly stoppedBy: NodeJS.Signals | undefined;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const mochaProgram = (): string => createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

/**
 * Runs Mocha in a process of its own. A first Ctrl-C or polite kill is passed on: the test that runs comes to its end, the
 * rest is skipped, the bench is put away. A second one ends that process at once.
 */
export const runSpecs = async (
  parameters: readonly string[],
  bench: string | undefined,
  isQuiet: boolean,
): Promise<SpecsEnded> => {
  const child = spawn(process.execPath, [mochaProgram(), ...parameters], {
    cwd: projectFile('.'),
    stdio: ['inherit', isQuiet ? 'ignore' : 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...(bench === undefined ? {} : { BENCH: bench }) },
  });
  let stoppedBy: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (stoppedBy !== undefined) {
      child.kill('SIGKILL');
      return;
    }
    stoppedBy = signal;
    process.stderr.write(
      `\nesp-at-bench: stopped by ${signal}; it ends behind the test that runs now, or at once when told again\n`,
    );
    const order: StopOrder = { stopBecauseOf: signal };
    child.send(order, () => undefined);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return { exitCode: code ?? 1, stoppedBy };
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
};
