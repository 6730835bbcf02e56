import type { Cause } from '../cause.ts';
import { BOOT } from './boot/boot.ts';
import { CLOCK } from './network/clock.ts';
import { REACH } from './network/reach.ts';
import { WIFI } from './network/wifi.ts';
import { OPENING } from './port/opening.ts';
import { OTHER_END } from './port/other-end.ts';
import { WIRING } from './port/wiring.ts';

/** Why a board is not where it could connect: its ports, its start, its Wi-Fi, its clock, its network. */
export const BENCH_CAUSES: readonly Cause[] = [
  ...OPENING,
  ...WIRING,
  ...OTHER_END,
  ...BOOT,
  ...WIFI,
  ...CLOCK,
  ...REACH,
];
