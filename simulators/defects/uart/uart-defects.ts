import type { Defect } from '../defect.ts';
import { shortWriteTimesOut } from './short-write-times-out.ts';
import { surplusDropped } from './surplus-dropped.ts';
import { surplusExecuted } from './surplus-executed.ts';

export const UART_DEFECTS: readonly Defect[] = [
  shortWriteTimesOut,
  surplusDropped,
  surplusExecuted,
];
