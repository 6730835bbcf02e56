import type { Cause } from './cause.ts';

/** Every cause that is known. The order says nothing: the surest finding comes first. */
export const CAUSES: readonly Cause[] = [];
