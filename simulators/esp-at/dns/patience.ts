import type { ReleaseProfile } from '../releases/profile.ts';
import { DNS_PATIENCE, type DnsPatience } from './resolve.ts';

/**
 * A release's patience with its name servers: behind DHCP's, which takes the place of its first, it asks its others.
 * One alone was seen to be given up after 6.7 s, two after 14.0 s.
 */
export const dnsPatience = (
  { nameServers }: ReleaseProfile,
  paceOfNowhere: number,
): DnsPatience => ({ ...DNS_PATIENCE, backups: nameServers.slice(1), paceOfNowhere });
