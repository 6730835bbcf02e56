import type { CloudEvent } from '../events.ts';

/** Device Advisor's three verdicts, the best one first. */
export const VERDICTS = ['pass', 'pass with warnings', 'fail'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a case is judged by: everything that the cloud saw of the device from the beginning of the case on, and what it has for it. */
export interface Seen {
  readonly events: readonly CloudEvent[];
  /** How many times faster than life the device's own waits pass; 1 for a real one. */
  readonly pace: number;
  /** The policy documents attached to the device's certificate, for the case that looks at them. */
  readonly policies?: readonly object[];
}

/** What Device Advisor would say of a device in one of its cases, and why. */
export interface Judgement {
  readonly verdict: Verdict;
  /** A sentence for the person at the bench, without a full stop. */
  readonly reason: string;
  /** How long the device waited before each further try, in seconds of its own time; for cases that look at this. */
  readonly delays?: readonly number[];
}

/** Judges a case, also one that is not over yet. */
export type Judge = (seen: Seen) => Judgement;

export const pass = (reason: string): Judgement => ({ verdict: 'pass', reason });
export const warn = (reason: string): Judgement => ({ verdict: 'pass with warnings', reason });
export const fail = (reason: string): Judgement => ({ verdict: 'fail', reason });
