import type { Firmware } from '../firmware.ts';
import { DNS_PATIENCE, type DnsPatience } from './resolve.ts';

/**
 * The name servers of a board in the order in which they are asked: what was given by hand, else those of its release,
 * in the place of whose first DHCP's stands.
 */
export const nameServers = ({
  settings,
  station,
  hardware,
  profile,
}: Firmware): readonly string[] => {
  const { nameServers: byHand, stationAddress } = settings.current;
  if (byHand) return byHand;
  const [first = '', ...others] = profile.nameServers;
  const isLeased = station.isOnline && !stationAddress;
  return [isLeased ? hardware.network.world.dhcp.dns : first, ...others];
};

/** A board's patience with them. One alone was seen to be given up after 6.7 s, two after 14.0 s. */
export const dnsPatience = (firmware: Firmware, paceOfNowhere: number): DnsPatience => ({
  ...DNS_PATIENCE,
  servers: nameServers(firmware),
  paceOfNowhere,
});
