import type { Defect } from '../defect.ts';

export const CLOCK_DEFECTS: readonly Defect[] = [];
