import type { Defect } from '../defect.ts';
import { baudDrifts } from './baud-drifts.ts';
import { byteLostNowAndThen } from './byte-lost-now-and-then.ts';
import { byteSentTwiceNowAndThen } from './byte-sent-twice-now-and-then.ts';
import { eighthBitCut } from './eighth-bit-cut.ts';
import { escapeInDataEaten } from './escape-in-data-eaten.ts';
import { flowControlBytesEaten } from './flow-control-bytes-eaten.ts';
import { longPieceOverruns } from './long-piece-overruns.ts';
import { newlineTranslated } from './newline-translated.ts';
import { nulInDataLost } from './nul-in-data-lost.ts';
import { rateNeverChanged } from './rate-never-changed.ts';
import { shortWriteTimesOut } from './short-write-times-out.ts';
import { slowRatesDoubled } from './slow-rates-doubled.ts';
import { storedRateLost } from './stored-rate-lost.ts';
import { surplusDropped } from './surplus-dropped.ts';
import { surplusExecuted } from './surplus-executed.ts';

export const UART_DEFECTS: readonly Defect[] = [
  baudDrifts,
  byteLostNowAndThen,
  byteSentTwiceNowAndThen,
  eighthBitCut,
  flowControlBytesEaten,
  longPieceOverruns,
  newlineTranslated,
  nulInDataLost,
  rateNeverChanged,
  shortWriteTimesOut,
  surplusDropped,
  surplusExecuted,
  storedRateLost,
  escapeInDataEaten,
  slowRatesDoubled,
];
