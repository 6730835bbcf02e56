import type { Defect } from '../defect.ts';
import { busyCommandExecuted } from './busy-command-executed.ts';
import { busyLost } from './busy-lost.ts';
import { commandListShort } from './command-list-short.ts';
import { deafBehindDeepSleep } from './deaf-behind-deep-sleep.ts';
import { echoBackAfterMessage } from './echo-back-after-message.ts';
import { echoBackBehindData } from './echo-back-behind-data.ts';
import { echoDamaged } from './echo-damaged.ts';
import { errorToldAsOk } from './error-told-as-ok.ts';
import { escapesKept } from './escapes-kept.ts';
import { eventInAnAnswer } from './event-in-an-answer.ts';
import { hangsAfterManyCommands } from './hangs-after-many-commands.ts';
import { hexNumbersRefused } from './hex-numbers-refused.ts';
import { joinOkTooEarly } from './join-ok-too-early.ts';
import { leakForEachRefusal } from './leak-for-each-refusal.ts';
import { leakUntilOutOfMemory } from './leak-until-out-of-memory.ts';
import { lineLimit128 } from './line-limit-128.ts';
import { lineLimit512 } from './line-limit-512.ts';
import { readyTwice } from './ready-twice.ts';
import { resultTwiceNowAndThen } from './result-twice-now-and-then.ts';
import { resultWithoutEmptyLine } from './result-without-empty-line.ts';
import { silentAfterSecondRestart } from './silent-after-second-restart.ts';
import { smallLettersRefused } from './small-letters-refused.ts';
import { versionCut } from './version-cut.ts';

export const SHELL_DEFECTS: readonly Defect[] = [
  busyCommandExecuted,
  busyLost,
  echoDamaged,
  errorToldAsOk,
  escapesKept,
  eventInAnAnswer,
  hangsAfterManyCommands,
  joinOkTooEarly,
  leakUntilOutOfMemory,
  lineLimit128,
  lineLimit512,
  resultTwiceNowAndThen,
  resultWithoutEmptyLine,
  smallLettersRefused,
  readyTwice,
  versionCut,
  echoBackAfterMessage,
  silentAfterSecondRestart,
  commandListShort,
  hexNumbersRefused,
  echoBackBehindData,
  leakForEachRefusal,
  deafBehindDeepSleep,
];
