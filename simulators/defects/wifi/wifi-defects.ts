import type { Defect } from '../defect.ts';

export const WIFI_DEFECTS: readonly Defect[] = [];
