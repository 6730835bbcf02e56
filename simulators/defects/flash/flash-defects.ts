import type { Defect } from '../defect.ts';
import { unalignedEraseOk } from './unaligned-erase-ok.ts';
import { unknownPartitionOk } from './unknown-partition-ok.ts';
import { writePastEndOk } from './write-past-end-ok.ts';
import { writingSetsBits } from './writing-sets-bits.ts';

export const FLASH_DEFECTS: readonly Defect[] = [
  unalignedEraseOk,
  unknownPartitionOk,
  writePastEndOk,
  writingSetsBits,
];
