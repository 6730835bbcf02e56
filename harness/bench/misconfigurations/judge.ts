import { diagnose } from '../../diagnosis/cause.ts';
import { CAUSES } from '../../diagnosis/causes.ts';
import type { Evidence } from '../../diagnosis/evidence.ts';
import { evidenceFromJson, evidenceToJson } from '../../diagnosis/evidence-json.ts';
import type { Misconfiguration } from './misconfiguration.ts';

/** What the diagnosis said of a bench, against what is wrong with it. */
export interface Judged {
  readonly name: string;
  readonly release: string;
  /** The name of the cause; null where nothing is wrong. */
  readonly expected: string | null;
  /** The surest cause; null where none was named. */
  readonly named: string | null;
  readonly confidence: number | null;
  /** What in the evidence says so. */
  readonly because: readonly string[];
  /** What to do next, by what was named; null where nothing was. */
  readonly next: string | null;
  /** What else fits, by falling confidence. */
  readonly others: readonly string[];
  /** What failed, by its code; null where nothing did. */
  readonly failure: string | null;
  readonly isRight: boolean;
}

/** Whatever fails on a bench where nothing is wrong, the bench is not to blame. */
const UNRELATED = {
  code: 'EXPECTATION_FAILED',
  colour: 'firmware',
  message: 'expected 1 to equal 2',
  lines: [],
} as const;

/**
 * Diagnoses what a play left, by the evidence alone, as a report keeps it. Wrong is also a bench that works although it
 * should not, and a healthy one that is blamed for something else.
 */
export const judge = (
  { name, release, expected }: Pick<Misconfiguration, 'name' | 'release' | 'expected'>,
  evidence: Evidence,
): Judged => {
  const kept = evidenceFromJson(evidenceToJson(evidence), 'a play');
  const [best, ...others] = diagnose({ ...kept, failure: kept.failure ?? UNRELATED }, CAUSES);
  const wanted = expected === '' ? null : expected;
  const named = best?.name ?? null;
  const hasFailed = evidence.failure !== null;
  return {
    name,
    release,
    expected: wanted,
    named,
    confidence: best?.confidence ?? null,
    because: best?.because ?? [],
    next: best?.next ?? null,
    others: others.map((each) => each.name),
    failure: evidence.failure?.code ?? null,
    isRight: named === wanted && hasFailed === (wanted !== null),
  };
};
