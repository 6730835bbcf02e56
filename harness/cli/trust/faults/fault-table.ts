import type { FaultRun } from './fault-run.ts';

const counted = (words: readonly string[]): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([one, a], [other, b]) => b - a || one.localeCompare(other));
};

/** How a run ended, as far as runs are counted together. */
export const endOf = ({ end, finding }: FaultRun): string =>
  end === 'green' ? 'green' : `red, ${finding?.colour} ${finding?.code}`;

/** A run in full, with what gives it again. */
export const describeRun = (run: FaultRun): string =>
  [
    `seed ${run.seed} on ${run.release}: ${endOf(run)}${run.step === undefined ? '' : ` in "${run.step}"`}`,
    ...run.schedule.map(
      (line) => `  ${run.happened.includes(line) ? 'happened' : 'not yet '} ${line}`,
    ),
    ...(run.message === undefined ? [] : [`  said: ${run.message.split('\n', 1)[0]}`]),
    ...run.wrong.map((why) => `  WRONG: ${why}`),
  ].join('\n');

/** `300 runs in 140 s, the longest 31.2 s: 0 ended as they should not` */
export const faultCounts = (runs: readonly FaultRun[], tookMs: number): string => {
  const wrong = runs.filter((run) => run.wrong.length > 0).length;
  const longest = Math.max(0, ...runs.map((run) => run.tookMs)) / 1000;
  return `${runs.length} runs in ${(tookMs / 1000).toFixed(0)} s, the longest ${longest.toFixed(1)} s: ${wrong} ended as they should not`;
};

/** What many runs came to: how they ended, and those that should have ended otherwise. */
export const faultTable = (runs: readonly FaultRun[], tookMs: number): string => {
  const ends = counted(runs.map(endOf));
  const wrong = runs.filter((run) => run.wrong.length > 0);
  const width = Math.max(3, ...ends.map(([, count]) => String(count).length));
  return [
    ...ends.map(([end, count]) => `${String(count).padStart(width)}  ${end}`),
    '',
    ...wrong.map((run) => `${describeRun(run)}\n`),
    faultCounts(runs, tookMs),
    '',
  ].join('\n');
};
