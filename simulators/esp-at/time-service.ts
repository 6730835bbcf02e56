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
const HOUR_SECONDS = 3_600;

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
  #intervalSeconds = HOUR_SECONDS;
  #rest = new AbortController();

  constructor(firmware: Firmware) {
    this.#firmware = firmware;
  }

  get settings(): TimeSettings {
    return this.#settings;
  }

  /** The zone counts at once, before any server has answered. */
  localTime(): string {
    const { clock, seams } = this.#firmware.hardware;
    const right = zoneMinutes(this.#settings.zone);
    const minutes = seams.clock?.zone?.(right) ?? right;
    return asctime(clock.now() + minutes * 60_000);
  }

  /** Starts anew, whatever went on before. */
  configure(settings: TimeSettings): void {
    this.#asking.abort(new Error('SNTP is configured anew'));
    this.#asking = new AbortController();
    this.#settings = settings;
    if (!settings.isOn) return;
    const { clock } = this.#firmware.hardware.seams;
    this.#synchronise(clock?.servers?.(settings.servers) ?? settings.servers);
  }

  /** `AT+CIPSNTPINTV`: how often the time is asked for again. It begins anew with each setting. */
  get intervalSeconds(): number {
    return this.#intervalSeconds;
  }

  set intervalSeconds(seconds: number) {
    this.#intervalSeconds = seconds;
    this.#rest.abort(new Error('the interval is another one'));
  }

  /** Asks for the time, again and again; what is told of it is the first answer alone. */
  #synchronise(servers: readonly string[]): void {
    const { hardware, profile, shell } = this.#firmware;
    const signal = AbortSignal.any([this.#asking.signal, this.#firmware.signal]);
    const announce = (): void => {
      if (profile.announcesTime) shell.say('+TIME_UPDATED\r\n');
    };
    const run = async (): Promise<void> => {
      await this.#online(signal);
      await pause(hardware.timers, profile.waits.timeRequest, signal);
      const isTold = hardware.seams.clock?.tellsBeforehand ?? false;
      if (isTold) announce();
      hardware.clock.set(await this.#ask(servers, signal), 'server');
      if (!isTold) announce();
      for (;;) {
        await this.#restFor(signal);
        hardware.clock.set(await this.#ask(servers, signal), 'server');
      }
    };
    run().catch((error: unknown) => {
      if (!signal.aborted) this.#firmware.crash(error);
    });
  }

  #ask(servers: readonly string[], signal: AbortSignal): Promise<number> {
    const { hardware, station } = this.#firmware;
    const network = () => (station.isOnline ? hardware.network : undefined);
    const times = { ...SNTP_TIMES, dns: dnsPatience(this.#firmware, 1) };
    return askTime({ network, servers, timers: hardware.networkTimers, times, signal });
  }

  async #restFor(signal: AbortSignal): Promise<void> {
    for (let isOver = false; !isOver; ) {
      this.#rest = new AbortController();
      const rest = AbortSignal.any([signal, this.#rest.signal]);
      isOver = await this.#wait(rest).then(
        () => true,
        () => false,
      );
      signal.throwIfAborted();
    }
  }

  /** In pieces, because the longest interval is longer than a timer of this computer can be. */
  async #wait(signal: AbortSignal): Promise<void> {
    const { hardware } = this.#firmware;
    const set = this.#intervalSeconds;
    const seconds = hardware.seams.clock?.interval?.(set) ?? set;
    for (let left = seconds; left > 0; left -= HOUR_SECONDS) {
      await pause(hardware.timers, Math.min(left, HOUR_SECONDS) * 1000, signal);
    }
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
