import type { Firmware } from '../firmware.ts';
import type { Arguments } from '../shell/arguments.ts';
import { CODES, Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';

const MOST_SERVERS = 3;
const FIRST_SERVER = 2;

/** In seconds. */
const SHORTEST_INTERVAL = 15;
const LONGEST_INTERVAL = 4_294_967;

const isHours = (zone: number): boolean => zone >= -12 && zone <= 14;
const isHoursAndMinutes = (zone: number): boolean =>
  Math.abs(zone) % 100 < 60 && isHours(Math.trunc(zone / 100));

const readZone = ({ profile, time }: Firmware, args: Arguments): number => {
  if (profile.zoneIsOptional && args.count < 2) return time.settings.zone;
  const zone = args.number(1);
  const isKnown = isHours(zone) || (profile.zones !== 'hours' && isHoursAndMinutes(zone));
  if (!isKnown) throw new Refusal(CODES.outOfRange(2));
  return zone;
};

const readServers = ({ profile }: Firmware, args: Arguments): readonly string[] => {
  const servers: string[] = [];
  for (let index = FIRST_SERVER; index < args.count; index++) {
    const server = args.text(index);
    if (server === '' || server.length > profile.timeServerBytes) throw new Refusal();
    servers.push(server);
  }
  return servers.length > 0 ? servers : profile.defaultTimeServers;
};

/** Time from the network, and the clock in the zone that is set. */
export const time: BehavioursOf<'networkTime' | 'localTime' | 'timeInterval'> = {
  networkTime: {
    query: ({ firmware }) => {
      const { isOn, zone, servers } = firmware.time.settings;
      if (!isOn) return firmware.profile.tellsZoneWhileOff ? { on: 0, zone } : { on: 0 };
      const given = servers.map((server, index) => [`server${index + 1}`, server]);
      return { on: 1, zone, ...Object.fromEntries(given) };
    },
    set: ({ firmware }, args) => {
      args.atMost(FIRST_SERVER + MOST_SERVERS);
      const on = args.number(0);
      if (on !== 0 && on !== 1) throw new Refusal();
      if (on === 0) {
        firmware.time.configure({ ...firmware.time.settings, isOn: false });
        return;
      }
      const zone = readZone(firmware, args);
      firmware.time.configure({ isOn: true, zone, servers: readServers(firmware, args) });
    },
  },
  timeInterval: {
    query: ({ firmware }) => ({ seconds: firmware.time.intervalSeconds }),
    set: ({ firmware }, args) => {
      const value = args.number(0);
      args.atMost(1);
      if (value < SHORTEST_INTERVAL || value > LONGEST_INTERVAL) throw new Refusal();
      firmware.time.intervalSeconds = value;
    },
  },
  localTime: { query: ({ firmware }) => ({ asctime: firmware.time.localTime() }) },
};
