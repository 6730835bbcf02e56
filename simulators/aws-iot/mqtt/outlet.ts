import type { TLSSocket } from 'node:tls';
import { generate, type Packet } from 'mqtt-packet';
import type { Draft, EventOf } from '../../../harness/clouds/events.ts';
import type { FaultyPacket } from '../../../harness/clouds/packet-fault.ts';
import type { Fate, Interference } from './interference.ts';
import type { Ending } from './verdict.ts';

export interface OutletParts {
  readonly socket: TLSSocket;
  readonly connection: number;
  readonly remote: string;
  readonly interference: Interference;
  readonly report: (event: Draft) => void;
}

/** Bytes that may wait for a device that reads slowly, before the cloud waits too. */
const MAX_WAITING_BYTES = 1024 * 1024;

const FAULTY: readonly string[] = [
  'connack',
  'publish',
  'puback',
  'suback',
  'unsuback',
  'pingresp',
] satisfies FaultyPacket[];

/** The last piece of the way to a device: what passes here is on the wire, unless a fault lies on it. */
export class Outlet {
  /** Known from CONNECT on. */
  clientId: string | null = null;
  /** To be told when a fault ends the connection. */
  onCut: (ending: Ending) => void = () => {};
  readonly #parts: OutletParts;
  /** What was held back, until it is on its way. */
  readonly #held = new Set<() => void>();
  /** Who waits for room. */
  readonly #waiting = new Set<() => void>();

  constructor(parts: OutletParts) {
    this.#parts = parts;
  }

  /** Whether the device keeps up with reading. */
  get isRoomy(): boolean {
    return this.#parts.socket.writableLength < MAX_WAITING_BYTES;
  }

  /** Calls back when the device has read what waited for it; once, however often the same one asks. */
  whenRoomy(then: () => void): void {
    if (this.#waiting.size === 0) this.#parts.socket.once('drain', () => this.#tellWaiting());
    this.#waiting.add(then);
  }

  /** Sends a packet; `whenSent` is called only if and when it really leaves. */
  transmit(packet: Packet, whenSent: () => void = () => {}): void {
    const send = () => {
      if (!this.#parts.socket.writable) return;
      this.#parts.socket.write(generate(packet));
      whenSent();
    };
    const { cmd } = packet;
    if (!isFaulty(cmd)) {
      send();
      return;
    }
    const fate = this.#meet(cmd, packet);
    if (fate) this.#befall(cmd, packet, fate, send);
    else send();
  }

  /** The connection is over: what was held back stays back. */
  close(): void {
    for (const forget of this.#held) forget();
    this.#held.clear();
    this.#parts.interference.forget(this.#parts.connection);
  }

  #tellWaiting(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const then of waiting) then();
  }

  #meet(name: FaultyPacket, packet: Packet): Fate | undefined {
    return this.#parts.interference.meet({
      packet: name,
      connection: this.#parts.connection,
      clientId: this.clientId,
      topic: packet.cmd === 'publish' ? packet.topic : null,
    });
  }

  #befall(name: FaultyPacket, packet: Packet, fate: Fate, send: () => void): void {
    const { does, occurrence, whenLifted } = fate;
    const report = (did: EventOf<'interfered'>['did']) =>
      this.#parts.report({
        kind: 'interfered',
        connection: this.#parts.connection,
        remote: this.#parts.remote,
        clientId: this.clientId,
        packet: name,
        packetId: packet.messageId ?? null,
        occurrence,
        did,
      });
    if (does === 'drop') report('dropped');
    else if (does === 'duplicate') {
      report('duplicated');
      send();
      send();
    } else if (does === 'close') {
      report('closed');
      const detail = `A fault ended the connection in place of ${name.toUpperCase()}.`;
      this.onCut({ reason: 'SERVER_INITIATED_DISCONNECT', detail });
    } else if (does === 'withhold') {
      report('withheld');
      const forget = whenLifted(() => {
        this.#held.delete(forget);
        report('released');
        send();
      });
      this.#held.add(forget);
    } else {
      report('delayed');
      const timer = setTimeout(() => {
        this.#held.delete(forget);
        send();
      }, does.delayMs).unref();
      const forget = () => clearTimeout(timer);
      this.#held.add(forget);
    }
  }
}

const isFaulty = (cmd: string | undefined): cmd is FaultyPacket => FAULTY.includes(cmd ?? '');
