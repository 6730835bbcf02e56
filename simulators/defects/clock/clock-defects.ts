import type { Defect } from '../defect.ts';
import { clockOfTheBuild } from './clock-of-the-build.ts';
import { clockTooFast } from './clock-too-fast.ts';
import { firstTimeServerAloneAsked } from './first-time-server-alone-asked.ts';
import { hostTimeTakenForLocal } from './host-time-taken-for-local.ts';
import { intervalIgnored } from './interval-ignored.ts';
import { leapDayMissing } from './leap-day-missing.ts';
import { serverTimeAMinuteOff } from './server-time-a-minute-off.ts';
import { summerHourAdded } from './summer-hour-added.ts';
import { timeKeptWithoutSupply } from './time-kept-without-supply.ts';
import { timeLostAtRestart } from './time-lost-at-restart.ts';
import { timeToldTooEarly } from './time-told-too-early.ts';
import { timestampIgnored } from './timestamp-ignored.ts';
import { westernHalfHoursWrong } from './western-half-hours-wrong.ts';
import { zoneIgnored } from './zone-ignored.ts';
import { zoneTheOtherWay } from './zone-the-other-way.ts';
import { zoneWithoutMinutes } from './zone-without-minutes.ts';

export const CLOCK_DEFECTS: readonly Defect[] = [
  clockOfTheBuild,
  clockTooFast,
  leapDayMissing,
  serverTimeAMinuteOff,
  timeKeptWithoutSupply,
  timeLostAtRestart,
  timeToldTooEarly,
  timestampIgnored,
  zoneIgnored,
  zoneTheOtherWay,
  zoneWithoutMinutes,
  westernHalfHoursWrong,
  summerHourAdded,
  firstTimeServerAloneAsked,
  intervalIgnored,
  hostTimeTakenForLocal,
];
