import type { Network } from '../../network/network.ts';
import { pause, type Timers } from '../../network/timers.ts';
import type { Address, Settings } from '../settings.ts';

/** Where a station gets its address from. */
export interface AddressSource {
  readonly network: Network;
  readonly timers: Timers;
  /** The settings of the moment. */
  readonly plan: () => Pick<Settings, 'dhcp' | 'stationAddress'>;
}

/** How often a DHCP client without an answer asks again. */
const ASK_AGAIN_MS = 1_000;
/** The bit of `AT+CWDHCP`. */
const STATION_DHCP = 1;

/** What a station with an address has: what was given by hand, or what the DHCP server leases. */
export const heldAddress = ({ network, plan }: AddressSource): Address => {
  const { address: ip, gateway, netmask } = network.world.dhcp;
  return plan().stationAddress ?? { ip, gateway, netmask };
};

/**
 * Waits until an associated station has an address: at once where it was given by hand, after the check that nobody
 * else has it where a DHCP server answers, and until then where none does.
 */
export const waitForAddress = async (
  { network, timers, plan }: AddressSource,
  checkMs: number,
  signal: AbortSignal,
): Promise<void> => {
  while (!plan().stationAddress) {
    if (plan().dhcp & STATION_DHCP && network.world.dhcp.answers) {
      await pause(timers, checkMs, signal);
      return;
    }
    await pause(timers, ASK_AGAIN_MS, signal);
  }
};
