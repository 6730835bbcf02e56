import type { Firmware } from '../firmware.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';
import { readSwitch } from './link-arguments.ts';

/** `AT+CIPSTATUS`; the first three were seen on v3.4.0.0, the others are its documentation's. */
const STATUS = { neverJoined: 1, online: 2, linked: 3, unlinked: 4, offline: 5 } as const;

const statusOf = ({ station, links }: Firmware): number => {
  if (!station.isOnline) return station.ssid === '' ? STATUS.neverJoined : STATUS.offline;
  if (links.open.length > 0) return STATUS.linked;
  return links.hasClosed ? STATUS.unlinked : STATUS.online;
};

/** The board is the client. */
const CLIENT = 0;

const listOf = ({ links }: Firmware) =>
  links.open.map(({ id, link }) => ({ link: id, ...link.facts, side: CLIENT }));

/** Links to other hosts, and the modes in which they run; a restart sets all of these back. */
export const links: BehavioursOf<
  'linkStatus' | 'linkState' | 'linkNumbers' | 'passthrough' | 'receiveMode' | 'receivedFrom'
> = {
  linkStatus: {
    execute: ({ firmware }) => ({ status: statusOf(firmware), links: listOf(firmware) }),
  },
  linkState: { query: ({ firmware }) => listOf(firmware) },
  linkNumbers: {
    query: ({ firmware }) => ({ on: Number(firmware.links.isNumbered) }),
    set: ({ firmware: { links: own } }, args) => {
      const isNumbered = readSwitch(args);
      // Documented: not while there is a link, and passthrough has but one.
      const isChange = isNumbered !== own.isNumbered;
      if (isChange && (own.open.length > 0 || own.isPassthrough)) throw new Refusal();
      own.isNumbered = isNumbered;
    },
  },
  passthrough: {
    query: ({ firmware }) => ({ on: Number(firmware.links.isPassthrough) }),
    set: ({ firmware: { links: own } }, args) => {
      const isPassthrough = readSwitch(args);
      // Documented: one link alone, whose data go on at once.
      if (isPassthrough && (own.isNumbered || own.isPassive)) throw new Refusal();
      own.isPassthrough = isPassthrough;
    },
  },
  receiveMode: {
    query: ({ firmware }) => ({ passive: Number(firmware.links.isPassive) }),
    set: ({ firmware: { links: own } }, args) => {
      const isPassive = readSwitch(args);
      if (isPassive && own.isPassthrough) throw new Refusal();
      own.isPassive = isPassive;
    },
  },
  receivedFrom: {
    query: ({ firmware }) => ({ isTold: firmware.links.tellsPeer }),
    set: ({ firmware }, args) => {
      firmware.links.tellsPeer = readSwitch(args);
    },
  },
};
