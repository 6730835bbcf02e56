import { pause } from '../../network/timers.ts';
import { Refusal } from '../shell/refusal.ts';
import { bytesOf } from '../wifi/join.ts';
import type { BehavioursOf } from './behaviour.ts';

const NOBODY = '0.0.0.0';
const WPA2 = 3;
const OPEN = 0;
/** A scan takes longer while the radio must go back to its access point. */
const JOINED_SCAN_FACTOR = 1.25;
const SOFT_AP_ADDRESS = '192.168.4.1';

/** The soft access point's address is the station's plus one in the last byte. */
const softApMac = (stationMac: string): string => {
  const last = (Number.parseInt(stationMac.slice(-2), 16) + 1) & 0xff;
  return stationMac.slice(0, -2) + last.toString(16).padStart(2, '0');
};

/** What is around, and which addresses the board has there. */
export const air: BehavioursOf<'scan' | 'stationAddress' | 'addresses'> = {
  scan: {
    execute: async ({ firmware, signal }) => {
      const { profile, hardware, station, settings } = firmware;
      if (![1, 3].includes(settings.current.wifiMode)) throw new Refusal();
      const factor = station.isOnline ? JOINED_SCAN_FACTOR : 1;
      await pause(hardware.timers, profile.waits.scan * factor, signal);
      const inReach = hardware.network.world.accessPoints.toSorted((a, b) => b.rssi - a.rssi);
      return inReach.map(({ ssid, bssid, channel, rssi, security }) => ({
        security: security === 'open' ? OPEN : WPA2,
        ssid: bytesOf(ssid),
        rssi,
        bssid,
        channel,
        more: profile.scanFields[security],
      }));
    },
  },
  stationAddress: {
    query: ({ firmware: { station, hardware } }) => {
      const { address, gateway, netmask } = hardware.network.world.dhcp;
      const held = { ip: address, gateway, netmask };
      return Object.entries(held).map(([name, value]) => ({
        entry: { name, address: station.isOnline ? value : NOBODY },
      }));
    },
  },
  addresses: {
    execute: ({ firmware: { station, stationMac, hardware, settings } }) => {
      const mode = settings.current.wifiMode;
      const own = [
        { what: 'APIP', value: SOFT_AP_ADDRESS },
        { what: 'APMAC', value: softApMac(hardware.stationMac) },
      ];
      const ip = station.isOnline ? hardware.network.world.dhcp.address : NOBODY;
      const joined = [
        { what: 'STAIP', value: ip },
        { what: 'STAMAC', value: stationMac },
      ];
      return [...(mode & 2 ? own : []), ...(mode & 1 ? joined : [])];
    },
  },
};
