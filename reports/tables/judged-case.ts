import { stage } from '../stage.ts';

/** What somebody else's test programme would say of the device in one of its cases, beside what was to be expected. */
export interface JudgedCase {
  /** Whose case it is: `AWS IoT Device Advisor`. */
  readonly programme: string;
  /** Its id there. */
  readonly id: string;
  /** Whether that programme wants it passed. */
  readonly isRequired: boolean;
  readonly verdict: 'pass' | 'pass with warnings' | 'fail';
  readonly reason: string;
  /** What was known beforehand; null if nothing was. */
  readonly expected: { readonly verdict: JudgedCase['verdict']; readonly because: string } | null;
  readonly comparison: 'as expected' | 'worse' | 'better' | 'not known';
  /** How long the device waited before each further try, in seconds of its own time, where the case is about it. */
  readonly delays: readonly number[] | null;
}

/** Says what a case came to; it goes with the running test into the record, the tables and the report. */
export const tellJudgement = ({ reason, expected, ...judged }: JudgedCase): void => {
  const { scene, redactor } = stage();
  if (!scene) return;
  scene.judged = {
    ...judged,
    reason: redactor.redact(reason),
    expected: expected && { ...expected, because: redactor.redact(expected.because) },
  };
};
