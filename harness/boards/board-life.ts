import type { BenchError } from '../../errors/bench-error.ts';
import type { AtClient } from '../at/at-client.ts';
import type { AtEvent } from '../at/at-event.ts';
import { BoardRestarted } from '../at/errors.ts';
import { PowerInterrupted, WifiLost } from './errors.ts';
import type { LogRecord } from './log-record.ts';

/** What the ROMs of ESP32 and ESP32-C3 call a start that no software asked for (ESP-IDF, `reset_reasons.h`). */
const FROM_OUTSIDE: readonly string[] = [
  'POWERON_RESET',
  'POWERON',
  'RTCWDT_BROWN_OUT_RESET',
  'BROWN_OUT_RST',
  'EXT_CPU_RESET',
];

const isOfWifi = ({ kind }: AtEvent): boolean => kind.startsWith('wifi-');

/** What has become of a board since it was last started on purpose, from what it said on both of its ports. */
export class BoardLife {
  readonly #client: AtClient;
  readonly #log: LogRecord | null;
  #from = 0;
  #logFrom = 0;
  #hasLeftWifi = false;

  constructor(client: AtClient, log: LogRecord | null) {
    this.#client = client;
    this.#log = log;
  }

  /** It has come up, as it was to. */
  begins(): void {
    this.#from = this.#client.position();
    this.#logFrom = this.#log?.position() ?? 0;
    this.#hasLeftWifi = false;
  }

  /** It is told to be without Wi-Fi. */
  leavesWifi(): void {
    this.#hasLeftWifi = true;
  }

  /** What it has said on its own since then. */
  events(): readonly AtEvent[] {
    return this.#client.heard(this.#from);
  }

  befallen(): BenchError | undefined {
    const events = this.events();
    const isAnew = events.some(({ kind }) => kind === 'ready');
    const reason = this.#resetFromOutside();
    if (reason !== undefined) return new PowerInterrupted(reason);
    if (isAnew) return new BoardRestarted('what it was doing', {});
    const isOffline = events.filter(isOfWifi).at(-1)?.kind === 'wifi-disconnect';
    const wasOnline = events.some(({ kind }) => kind === 'wifi-got-ip');
    return isOffline && wasOnline && !this.#hasLeftWifi ? new WifiLost() : undefined;
  }

  #resetFromOutside(): string | undefined {
    for (const event of this.#log?.events(this.#logFrom) ?? []) {
      if (event.kind === 'brown-out') return 'brown-out';
      if (event.kind === 'reset' && FROM_OUTSIDE.includes(event.reason)) return event.reason;
    }
    return undefined;
  }
}
