import type { TableStyle } from '../summary-table.ts';
import { painter } from '../terminal-text.ts';
import { judgedIn } from './judged-table.ts';
import type { ReleaseSummary } from './matrix.ts';

/** Cases of a programme by what they came to on several releases; no line if there are none. */
export const judgedReleases = (
  releases: readonly Pick<ReleaseSummary, 'release' | 'tests'>[],
  { colour = false }: Pick<TableStyle, 'colour'> = {},
): readonly string[] => {
  const paint = painter(colour);
  const cases = new Map<string, Map<string, string[]>>();
  for (const { release, tests } of releases) {
    for (const { programme, id, verdict, comparison } of judgedIn(tests)) {
      const name = `${programme}: ${id}`;
      const outcomes = cases.get(name) ?? new Map<string, string[]>();
      const outcome = `${verdict}, ${comparison}`;
      outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), release]);
      cases.set(name, outcomes);
    }
  }
  return [...cases].flatMap(([name, outcomes]) => [
    paint('bold', `  ${name}`),
    ...[...outcomes].map(([outcome, where]) => `    ${outcome}: ${where.join(', ')}`),
  ]);
};
