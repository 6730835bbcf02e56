import type { Cause } from './cause.ts';
import { BENCH_CAUSES } from './causes/bench-causes.ts';
import { CONNECTION_CAUSES } from './causes/connection-causes.ts';

/** Every cause that is known. The order says nothing: the surest finding comes first. */
export const CAUSES: readonly Cause[] = [...BENCH_CAUSES, ...CONNECTION_CAUSES];
