import type { Network } from '../network/network.ts';
import type { Timers } from '../network/timers.ts';
import type { BoardClock } from './clock.ts';
import type { NorFlash } from './flash/nor-flash.ts';
import type { ReleaseProfile } from './releases/profile.ts';
import type { Seams } from './seams.ts';
import type { Uart } from './uart.ts';

/** The board without its firmware: what outlives a restart. */
export interface Hardware {
  readonly profile: ReleaseProfile;
  readonly flash: NorFlash;
  readonly clock: BoardClock;
  readonly at: Uart;
  readonly log: Uart;
  /** What is around the board: access points, addresses, where they lead. */
  readonly network: Network;
  /** Waits of the firmware itself, which may be let run fast. */
  readonly timers: Timers;
  /** Waits in which the network takes part. */
  readonly networkTimers: Timers;
  /** By how much those of them are shortened that nobody else can be late for, as where nobody answers at all. */
  readonly networkPace: number;
  readonly stationMac: string;
  /** 0 up to 1: whatever falls one way or the other by chance. */
  readonly random: () => number;
  /** A debug build prints what mbedTLS says on the log port; a release build does not. */
  readonly isDebugBuild: boolean;
  /** Flash operations take the time that a chip takes. */
  readonly isRealtime: boolean;
  /** Where planted defects reach into the firmware; empty for one that is as it should be. */
  readonly seams: Seams;
}
