import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Job, Report } from './attackers.ts';

/** A process of its own that does one job after the other: what it costs is not the stand-in's. */
export interface Attackers extends AsyncDisposable {
  letLoose(job: Job): Promise<readonly Report[]>;
}

export const startAttackers = (): Attackers => {
  const attackers = fork(new URL('./attackers.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
  });
  const gone = once(attackers, 'exit');
  return {
    letLoose: async (job) => {
      attackers.send(job);
      const report = await Promise.race([
        once(attackers, 'message').then(([told]: Report[][]) => told),
        gone.then(() => undefined),
      ]);
      if (!report) throw new Error('the attackers ended before they had a report');
      return report;
    },
    [Symbol.asyncDispose]: async () => {
      if (attackers.connected) attackers.disconnect();
      await gone;
    },
  };
};

/** The reports of several rounds as one. */
export const together = (rounds: readonly (readonly Report[])[]): Report[] =>
  (rounds[0] ?? []).map(({ name }, i) => ({
    name,
    connections: sum(rounds.map((round) => round[i]?.connections ?? 0)),
    endless: sum(rounds.map((round) => round[i]?.endless ?? 0)),
  }));

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
