import type { Defect } from '../defect.ts';
import { eraseBehindItsOk } from './erase-behind-its-ok.ts';
import { eraseDoesNothing } from './erase-does-nothing.ts';
import { eraseOfASectorTooMany } from './erase-of-a-sector-too-many.ts';
import { eraseOfOneSector } from './erase-of-one-sector.ts';
import { eraseOfTheNextPartition } from './erase-of-the-next-partition.ts';
import { keptInRamUntilPowerOff } from './kept-in-ram-until-power-off.ts';
import { lastByteDropped } from './last-byte-dropped.ts';
import { oddReadAByteEarly } from './odd-read-a-byte-early.ts';
import { oddWriteEndsWithNul } from './odd-write-ends-with-nul.ts';
import { offsetCutAt16Bits } from './offset-cut-at-16-bits.ts';
import { pageEndsNotProgrammed } from './page-ends-not-programmed.ts';
import { partitionSizeDoubled } from './partition-size-doubled.ts';
import { readAnswersWhatWasSent } from './read-answers-what-was-sent.ts';
import { readCutAt2k } from './read-cut-at-2k.ts';
import { readOffsetIgnored } from './read-offset-ignored.ts';
import { unalignedEraseOk } from './unaligned-erase-ok.ts';
import { unknownPartitionOk } from './unknown-partition-ok.ts';
import { writeAcrossSectorsWraps } from './write-across-sectors-wraps.ts';
import { writeBehindRefusalMisplaced } from './write-behind-refusal-misplaced.ts';
import { writeOfASectorHangs } from './write-of-a-sector-hangs.ts';
import { writeOffsetIgnored } from './write-offset-ignored.ts';
import { writePastEndOk } from './write-past-end-ok.ts';
import { writeWrapsAt4k } from './write-wraps-at-4k.ts';
import { writingSetsBits } from './writing-sets-bits.ts';

export const FLASH_DEFECTS: readonly Defect[] = [
  eraseBehindItsOk,
  eraseDoesNothing,
  eraseOfASectorTooMany,
  eraseOfOneSector,
  eraseOfTheNextPartition,
  keptInRamUntilPowerOff,
  lastByteDropped,
  pageEndsNotProgrammed,
  readAnswersWhatWasSent,
  readCutAt2k,
  readOffsetIgnored,
  unalignedEraseOk,
  unknownPartitionOk,
  writeOffsetIgnored,
  writePastEndOk,
  writeWrapsAt4k,
  writingSetsBits,
  oddWriteEndsWithNul,
  oddReadAByteEarly,
  writeAcrossSectorsWraps,
  partitionSizeDoubled,
  offsetCutAt16Bits,
  writeBehindRefusalMisplaced,
  writeOfASectorHangs,
];
