import type { Network } from '../../network/network.ts';
import { pause } from '../../network/timers.ts';
import { dnsPatience } from '../dns/patience.ts';
import { resolve } from '../dns/resolve.ts';
import type { Firmware } from '../firmware.ts';
import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf, Exchange } from './behaviour.ts';

/** Hosts here are on the same computer. */
const ROUND_TRIP_MS = 1;
/** How long an echo is waited for: the default of ESP-IDF, UNCONFIRMED for ESP-AT. */
const ECHO_PATIENCE_MS = 1_000;
/** `AT+CIPDOMAIN`: IPv4 or IPv6 first, IPv4 alone, IPv6 alone. */
const LEAST_VERSION = 1;
const HIGHEST_VERSION = 3;

const addressOf = async (
  firmware: Firmware,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const { station, hardware } = firmware;
  if (!station.isOnline || name === '') return undefined;
  const patience = dnsPatience(firmware, hardware.networkPace);
  const { network, networkTimers: timers } = hardware;
  const found = await resolve({ network, name, timers, patience, signal });
  return 'address' in found ? found.address : undefined;
};

/** Ends an attempt after so many milliseconds; there is no answer then. */
const inTime = async <T>(
  { firmware: { hardware }, signal }: Exchange,
  ms: number,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> => {
  const late = new AbortController();
  const timer = hardware.timers.setTimeout(() => late.abort(new Error('the time is up')), ms);
  try {
    return await attempt(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (signal.aborted || !late.signal.aborted) throw error;
    return undefined;
  } finally {
    hardware.timers.clearTimeout(timer);
  }
};

/** The gateway answers, and so does every host to which a route leads. */
const isThere = ({ world: { dhcp, routes } }: Network, address: string): boolean =>
  address === dhcp.gateway ||
  Object.keys(routes).some((from) => from === address || from.startsWith(`${address}:`));

/** Looking hosts up, and knocking at them. */
export const reach: BehavioursOf<'resolveName' | 'ping'> = {
  resolveName: {
    set: async (exchange, args) => {
      const name = args.text(0);
      const version = args.numberOr(1, LEAST_VERSION);
      const { firmware, signal } = exchange;
      const { resolveTakesTimeout } = firmware.profile;
      const ms = resolveTakesTimeout ? args.numberOr(2, undefined) : undefined;
      args.atMost(resolveTakesTimeout ? 3 : 2);
      if (version < LEAST_VERSION || version > HIGHEST_VERSION) throw new Refusal();
      if (ms !== undefined && ms < 0) throw new Refusal();
      const look = (until: AbortSignal) => addressOf(firmware, name, until);
      const address = await (ms === undefined ? look(signal) : inTime(exchange, ms, look));
      if (address === undefined) throw new Refusal();
      return { address };
    },
  },
  ping: {
    set: async (exchange, args) => {
      const { firmware, say, signal } = exchange;
      const host = args.text(0);
      args.atMost(1);
      const address = await addressOf(firmware, host, signal);
      const { network, timers } = firmware.hardware;
      const answers = address !== undefined && isThere(network, address);
      const isSentInVain = address !== undefined && !answers;
      // However soon the answer is there, it is told a second later (seen on v3.4.0.0).
      const { ping } = firmware.profile.waits;
      await pause(timers, isSentInVain ? Math.max(ping, ECHO_PATIENCE_MS) : ping, signal);
      if (answers) return { ms: ROUND_TRIP_MS };
      // Documented; that a name without an address ends so too is UNCONFIRMED.
      say('+PING:TIMEOUT\r\n');
      throw new Refusal();
    },
  },
};
