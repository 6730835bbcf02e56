import { isIPv4 } from 'node:net';
import { nameServers } from '../dns/patience.ts';
import type { Address } from '../settings.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';
import { OWN_ADDRESS } from './own-access-point.ts';

const NOBODY: Address = { ip: '0.0.0.0', gateway: '0.0.0.0', netmask: '0.0.0.0' };
const STATION = 1;
/** The station and the own access point: 1 and 2. */
const BOTH = 3;
/** Told by builds that have it, and never switched here. */
const ETHERNET = 4;
const MOST_SERVERS = 3;

const address = (args: Arguments, index: number): string => {
  const given = args.text(index);
  if (!isIPv4(given)) throw new Refusal();
  return given;
};

/** UNCONFIRMED: what the firmware takes for a gateway and a mask that are left out. */
const readAddress = (args: Arguments): Address => {
  const ip = address(args, 0);
  const isAlone = args.count === 1;
  const gateway = isAlone ? ip.replace(/\d+$/, '1') : address(args, 1);
  const netmask = isAlone ? '255.255.255.0' : address(args, 2);
  args.atMost(3);
  return { ip, gateway, netmask };
};

const readServers = (args: Arguments): readonly string[] => {
  const servers: string[] = [];
  for (let index = 1; index < args.count; index += 1) servers.push(address(args, index));
  if (new Set(servers).size < servers.length) throw new Refusal();
  return servers;
};

/** Which addresses the board has, and who gives them. */
export const addresses: BehavioursOf<'stationAddress' | 'addresses' | 'dhcp' | 'nameServers'> = {
  stationAddress: {
    query: ({ firmware: { station, settings } }) => {
      const held = station.address ?? settings.current.stationAddress ?? NOBODY;
      const told = { ip: held.ip, gateway: held.gateway, netmask: held.netmask };
      return Object.entries(told).map(([name, value]) => ({ entry: { name, address: value } }));
    },
    set: ({ firmware: { settings, ram } }, args) => {
      const stationAddress = readAddress(args);
      const dhcp = settings.current.dhcp & ~STATION;
      settings.change({ stationAddress, dhcp }, ram.storeSettings);
    },
  },
  addresses: {
    execute: ({ firmware: { station, stationMac, ownMac, settings } }) => {
      const { wifiMode, stationAddress } = settings.current;
      const own = [
        { what: 'APIP', value: OWN_ADDRESS.ip },
        { what: 'APMAC', value: ownMac },
      ];
      const { ip } = station.address ?? stationAddress ?? NOBODY;
      const joined = [
        { what: 'STAIP', value: ip },
        { what: 'STAMAC', value: stationMac },
      ];
      return [...(wifiMode & 2 ? own : []), ...(wifiMode & 1 ? joined : [])];
    },
  },
  dhcp: {
    query: ({ firmware: { settings, profile } }) => ({
      interfaces: settings.current.dhcp | (profile.dhcpInterfaces & ETHERNET),
    }),
    set: ({ firmware: { settings, ram } }, args) => {
      const on = args.number(0);
      const interfaces = args.number(1);
      args.atMost(2);
      if (on < 0 || on > 1 || interfaces < 1 || interfaces > BOTH) throw new Refusal();
      const { dhcp: before, stationAddress: byHand } = settings.current;
      const dhcp = on === 1 ? before | interfaces : before & ~interfaces;
      // Of the two ways to an address the one that was set last is gone.
      const stationAddress = dhcp & STATION ? undefined : byHand;
      settings.change({ dhcp, stationAddress }, ram.storeSettings);
    },
  },
  nameServers: {
    query: ({ firmware }) => {
      const servers = nameServers(firmware).map((server, index) => [`server${index + 1}`, server]);
      const byHand = firmware.settings.current.nameServers ? 1 : 0;
      return { byHand, server1: '', ...Object.fromEntries(servers) };
    },
    set: ({ firmware: { settings, ram, profile } }, args) => {
      const byHand = args.number(0);
      const servers = readServers(args);
      args.atMost(1 + MOST_SERVERS);
      if (byHand < 0 || byHand > 1) throw new Refusal();
      const given = servers.length > 0 ? servers : profile.nameServers;
      settings.change({ nameServers: byHand === 1 ? given : undefined }, ram.storeSettings);
    },
  },
};
