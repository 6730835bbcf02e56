import type { Colour } from '../../errors/bench-error.ts';
import type { Evidence } from './evidence.ts';
import { ownEvents } from './own-events.ts';

/** A named cause, as one rule finds it in the evidence. */
export interface Finding {
  /** From 0 to 1: 1 where the evidence leaves nothing else. */
  readonly confidence: number;
  /** What in the evidence says so, a sentence each, with the figures and names that were seen. */
  readonly because: readonly string[];
  /** What to do next, in a sentence. */
  readonly next: string;
}

/** A cause that is known, and how it shows. */
export interface Cause {
  /** Stable, in capitals: `CA_IN_WRONG_PARTITION`. */
  readonly name: string;
  /** Whose business it is. */
  readonly area: 'port' | 'board' | 'wifi' | 'clock' | 'credentials' | 'tls' | 'policy' | 'mqtt';
  readonly colour: Colour;
  /** What it is, in a sentence for a person at the bench. */
  readonly title: string;
  /** Looks at the evidence; undefined where it does not point here. Must not throw, whatever is missing. */
  readonly find: (evidence: Evidence) => Finding | undefined;
}

/** Makes the causes of one area that are the bench's to mend. */
export const benchCause =
  (area: Cause['area']) =>
  (name: string, title: string, find: Cause['find']): Cause => ({
    name,
    area,
    colour: 'bench',
    title,
    find,
  });

/** A cause that was found. */
export interface Diagnosis extends Finding {
  readonly name: string;
  readonly area: Cause['area'];
  readonly colour: Colour;
  readonly title: string;
}

/** Evidence of another version can lack what a cause takes for granted: that is no reason to keep silent about the others. */
const findOrNothing = (find: Cause['find'], evidence: Evidence): Finding | undefined => {
  try {
    return find(evidence);
  } catch {
    return undefined;
  }
};

/** All that the evidence points to, the surest first. */
export const diagnose = (evidence: Evidence, causes: readonly Cause[]): readonly Diagnosis[] => {
  const own = { ...evidence, cloud: ownEvents(evidence) };
  return causes
    .flatMap(({ name, area, colour, title, find }) => {
      const finding = findOrNothing(find, own);
      return finding ? [{ name, area, colour, title, ...finding }] : [];
    })
    .sort((a, b) => b.confidence - a.confidence);
};
