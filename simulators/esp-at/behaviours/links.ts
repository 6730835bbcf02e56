import type { BehavioursOf } from './behaviour.ts';

/** `AT+CIPSTATUS`: not joined, and joined. */
const OFFLINE = 1;
const ONLINE = 2;

/** What there is of links to other hosts: none yet. */
export const links: BehavioursOf<
  'linkStatus' | 'linkState' | 'linkNumbers' | 'passthrough' | 'receiveMode'
> = {
  linkStatus: {
    execute: ({ firmware: { station } }) => ({
      status: station.isOnline ? ONLINE : OFFLINE,
      links: [],
    }),
  },
  linkState: { query: () => [] },
  linkNumbers: { query: () => ({ on: 0 }) },
  passthrough: { query: () => ({ on: 0 }) },
  receiveMode: { query: () => ({ passive: 0 }) },
};
