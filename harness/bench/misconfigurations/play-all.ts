import { inLanes } from '../../../reports/in-lanes.ts';
import type { Evidence } from '../../diagnosis/evidence.ts';
import type { Misconfiguration } from './misconfiguration.ts';

/** Plays mostly wait: more than one at a time take little longer than one. */
const AT_ONCE = 4;

/** Plays them, a few at a time. Gives a promise for each, in their order; those that wait for them wait no longer. */
export const playAll = (all: readonly Misconfiguration[], atOnce = AT_ONCE): Promise<Evidence>[] =>
  inLanes(
    all.map(({ run }) => run),
    atOnce,
  );
