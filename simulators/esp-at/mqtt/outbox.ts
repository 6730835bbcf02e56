import type { Packet } from 'mqtt-packet';
import type { TimerHandle, Timers } from '../../network/timers.ts';
import type { MqttTimes } from './mqtt-times.ts';

interface Entry {
  packet: Packet;
  timer: TimerHandle | undefined;
  readonly settle: (outcome: Packet | 'lost') => void;
}

/**
 * Packets that wait for their acknowledgement. They are repeated until one comes, and given up in the end; who waits
 * for the acknowledgement of one that was given up waits until the connection goes (seen on v3.4.0.0).
 */
export class Outbox {
  readonly #timers: Timers;
  readonly #times: MqttTimes;
  readonly #send: (packet: Packet) => void;
  readonly #entries = new Map<number, Entry>();
  readonly #forsaken = new Set<Entry>();

  constructor(timers: Timers, times: MqttTimes, send: (packet: Packet) => void) {
    this.#timers = timers;
    this.#times = times;
    this.#send = send;
  }

  /** Sends a packet under an id and waits for the end of its exchange. */
  exchange(id: number, packet: Packet): Promise<Packet | 'lost'> {
    return new Promise((settle) => {
      const entry: Entry = { packet, timer: undefined, settle };
      this.#entries.set(id, entry);
      this.#send(packet);
      const { publishRepeatMs, repeatMs } = this.#times;
      this.#repeatLater(id, entry, packet.cmd === 'publish' ? publishRepeatMs : repeatMs, 0);
    });
  }

  /** Goes on to the next step of an exchange: PUBREL behind PUBREC. */
  proceed(id: number, packet: Packet): void {
    const entry = this.#entries.get(id);
    if (entry) entry.packet = packet;
    this.#send(packet);
  }

  /** The exchange is over. False: none such is known any more. */
  acknowledge(id: number | undefined, answer: Packet): boolean {
    const entry = this.#entries.get(id ?? 0);
    if (!entry) return false;
    this.#forget(id ?? 0, entry);
    entry.settle(answer);
    return true;
  }

  /** The connection has gone, and every exchange with it. */
  lose(): void {
    for (const [id, entry] of this.#entries) {
      this.#forget(id, entry);
      entry.settle('lost');
    }
    for (const entry of this.#forsaken) entry.settle('lost');
    this.#forsaken.clear();
  }

  #repeatLater(id: number, entry: Entry, ms: number, elapsed: number): void {
    entry.timer = this.#timers.setTimeout(() => {
      const now = elapsed + ms;
      if (now > this.#times.giveUpMs) {
        this.#forget(id, entry);
        this.#forsaken.add(entry);
        return;
      }
      // [MQTT-3.3.1-1]: DUP marks a repeated PUBLISH, and nothing else has room for it.
      this.#send(entry.packet.cmd === 'publish' ? { ...entry.packet, dup: true } : entry.packet);
      this.#repeatLater(id, entry, this.#times.repeatMs, now);
    }, ms);
  }

  #forget(id: number, entry: Entry): void {
    if (entry.timer) this.#timers.clearTimeout(entry.timer);
    this.#entries.delete(id);
  }
}
