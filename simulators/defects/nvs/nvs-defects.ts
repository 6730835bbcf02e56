import type { Defect } from '../defect.ts';
import { erasedBeforeWritten } from './erased-before-written.ts';
import { keyIndexAccepted } from './key-index-accepted.ts';

export const NVS_DEFECTS: readonly Defect[] = [erasedBeforeWritten, keyIndexAccepted];
