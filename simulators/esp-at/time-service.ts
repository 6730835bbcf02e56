import { pause } from '../network/timers.ts';
import { dnsPatience } from './dns/patience.ts';
import type { Firmware } from './firmware.ts';
import { askTime, SNTP_TIMES } from './sntp/ask-time.ts';

/** What `AT+CIPSNTPCFG` has set. Nothing of it survives a restart. */
export interface TimeSettings {
  readonly isOn: boolean;
  /** As it was typed. */
  readonly zone: number;
  readonly servers: readonly string[];
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const HOUR_MINUTES = 60;

/** -12 to 14 are hours; anything else is [+|-][hh]mm: 800 is eight hours, 15 fifteen minutes. */
export const zoneMinutes = (zone: number): number => {
  if (zone >= -12 && zone <= 14) return zone * HOUR_MINUTES;
  const magnitude = Math.abs(zone);
  return Math.sign(zone) * (Math.floor(magnitude / 100) * HOUR_MINUTES + (magnitude % 100));
};

/** C's asctime without its line end: `Thu Jan  1 00:02:08 1970`. */
export const asctime = (epochMs: number): string => {
  const at = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = String(at.getUTCDate()).padStart(2);
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
  return `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${day} ${time} ${at.getUTCFullYear()}`;
};

/** Time from the network, and what the clock reads in the zone that is set. */
export class TimeService {
  readonly #firmware: Firmware;
  #settings: TimeSettings = { isOn: false, zone: 0, servers: [] };
  #asking = new AbortController();

  constructor(firmware: Firmware) {
    this.#firmware = firmware;
  }

  get settings(): TimeSettings {
    return this.#settings;
  }

  /** The zone counts at once, before any server has answered. */
  localTime(): string {
    const { clock } = this.#firmware.hardware;
    return asctime(clock.now() + zoneMinutes(this.#settings.zone) * 60_000);
  }

  /** Starts anew, whatever went on before. */
  configure(settings: TimeSettings): void {
    this.#asking.abort(new Error('SNTP is configured anew'));
    this.#asking = new AbortController();
    this.#settings = settings;
    if (settings.isOn) this.#synchronise(settings.servers);
  }

  #synchronise(servers: readonly string[]): void {
    const { hardware, station, profile, shell } = this.#firmware;
    const signal = AbortSignal.any([this.#asking.signal, this.#firmware.signal]);
    const run = async (): Promise<void> => {
      await this.#online(signal);
      await pause(hardware.timers, profile.waits.timeRequest, signal);
      const network = () => (station.isOnline ? hardware.network : undefined);
      const times = { ...SNTP_TIMES, dns: dnsPatience(this.#firmware, 1) };
      const { networkTimers: timers } = hardware;
      hardware.clock.set(await askTime({ network, servers, timers, times, signal }));
      if (profile.announcesTime) shell.say('+TIME_UPDATED\r\n');
    };
    run().catch((error: unknown) => {
      if (!signal.aborted) this.#firmware.crash(error);
    });
  }

  #online(signal: AbortSignal): Promise<void> {
    const { station } = this.#firmware;
    if (station.isOnline) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        station.off('online', onOnline);
        reject(signal.reason);
      };
      const onOnline = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      station.once('online', onOnline);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
