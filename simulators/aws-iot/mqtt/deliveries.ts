import type { IPublishPacket } from 'mqtt-packet';
import type { UndeliveredCause } from '../../../harness/clouds/events.ts';
import type { Limits } from '../options.ts';
import type { Outlet } from './outlet.ts';
import { Pace, Rate } from './rate.ts';

export interface DeliveryParts {
  readonly limits: Limits;
  /** Whether a repeated delivery says so. */
  readonly redeliveryDup: boolean;
  readonly outlet: Pick<Outlet, 'isRoomy' | 'whenRoomy' | 'transmit'>;
  readonly onDelivery: (packet: IPublishPacket) => void;
  readonly onFailure: (packet: IPublishPacket, cause: UndeliveredCause, detail: string) => void;
}

/** Bytes of messages that may wait for one connection. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

interface Waiting {
  readonly packet: IPublishPacket;
  readonly bytes: number;
  /** Whether it came while the device was away. */
  readonly isStored: boolean;
}

interface Sent {
  readonly packet: IPublishPacket;
  timer: NodeJS.Timeout;
}

/**
 * Messages on their way to one device, as AWS lets them go: so many a second, so many bytes, so many without PUBACK.
 * QoS 0 is discarded where it is too much; QoS 1 waits, and is sent again as long as it is not acknowledged.
 */
export class Deliveries {
  readonly #parts: DeliveryParts;
  readonly #rate: Rate;
  readonly #storedRate: Rate;
  readonly #pace: Pace;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  readonly #unacknowledged = new Map<number, Sent>();
  readonly #later = new Set<NodeJS.Timeout>();
  #wake: NodeJS.Timeout | undefined;
  readonly #goOn = () => this.#pump();
  #isResuming = true;
  #isOver = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#rate = new Rate(parts.limits.publishesOutPerSecond);
    this.#storedRate = new Rate(parts.limits.storedMessagesPerSecond);
    this.#pace = new Pace(parts.limits.bytesPerSecond);
  }

  /** What was stored while the device was away has all been offered: what comes from now on is new. */
  resumed(): void {
    this.#isResuming = false;
  }

  offer(packet: IPublishPacket): void {
    if (this.#isOver) return;
    if (packet.qos === 0) this.#offerOnce(packet);
    else this.#offerUntilAcknowledged(packet);
  }

  /** A PUBACK came; gives the message that it is for. */
  acknowledge(packetId: number): IPublishPacket | undefined {
    const sent = this.#unacknowledged.get(packetId);
    if (!sent) return undefined;
    clearTimeout(sent.timer);
    this.#unacknowledged.delete(packetId);
    this.#pump();
    return sent.packet;
  }

  /** The connection is over. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#wake);
    for (const timer of this.#later) clearTimeout(timer);
    for (const { timer } of this.#unacknowledged.values()) clearTimeout(timer);
    this.#unacknowledged.clear();
    this.#waiting.length = 0;
  }

  #offerOnce(packet: IPublishPacket): void {
    const { limits, outlet, onFailure } = this.#parts;
    if (!outlet.isRoomy) {
      onFailure(packet, 'DEVICE_TOO_SLOW', 'The device does not read what it was sent before.');
      return;
    }
    if (!this.#rate.take()) {
      const detail = `AWS sends ${limits.publishesOutPerSecond} messages in a second to a connection.`;
      onFailure(packet, 'DELIVERY_RATE_EXCEEDED', detail);
      return;
    }
    const waitMs = this.#pace.waitMs();
    this.#pace.spend(bytesOf(packet));
    if (waitMs === 0) {
      this.#send(packet);
      return;
    }
    const timer = setTimeout(() => {
      this.#later.delete(timer);
      this.#send(packet);
    }, waitMs).unref();
    this.#later.add(timer);
  }

  #offerUntilAcknowledged(packet: IPublishPacket): void {
    const { limits, onFailure } = this.#parts;
    const bytes = bytesOf(packet);
    const isFull =
      this.#waiting.length >= limits.maxStoredMessages ||
      this.#waitingBytes + bytes > MAX_WAITING_BYTES;
    if (isFull) {
      const detail = `Already ${this.#waiting.length} messages of ${this.#waitingBytes} bytes wait for PUBACKs of the device.`;
      onFailure(packet, 'SESSION_FULL', detail);
      return;
    }
    this.#waiting.push({ packet, bytes, isStored: this.#isResuming });
    this.#waitingBytes += bytes;
    this.#pump();
  }

  #pump(): void {
    clearTimeout(this.#wake);
    const { limits, outlet } = this.#parts;
    for (let next = this.#waiting[0]; next && !this.#isOver; next = this.#waiting[0]) {
      if (this.#unacknowledged.size >= limits.maxUnacknowledgedOut) return;
      if (!outlet.isRoomy) {
        outlet.whenRoomy(this.#goOn);
        return;
      }
      const rates = next.isStored ? [this.#rate, this.#storedRate] : [this.#rate];
      const waitMs = Math.max(this.#pace.waitMs(), ...rates.map((rate) => rate.waitMs()));
      if (waitMs > 0) {
        this.#wake = setTimeout(this.#goOn, waitMs).unref();
        return;
      }
      for (const rate of rates) rate.take();
      this.#pace.spend(next.bytes);
      this.#waiting.shift();
      this.#waitingBytes -= next.bytes;
      this.#expectPuback(next.packet);
      this.#send(next.packet);
    }
  }

  #send(packet: IPublishPacket): void {
    this.#parts.onDelivery(packet);
    this.#parts.outlet.transmit(packet);
  }

  #expectPuback(packet: IPublishPacket): void {
    const { redeliverEveryMs, redeliverForMs } = this.#parts.limits;
    const packetId = packet.messageId ?? 0;
    const since = performance.now();
    const again = () => {
      if (performance.now() - since >= redeliverForMs) {
        this.#giveUp(packetId, packet);
        return;
      }
      sent.timer = setTimeout(again, redeliverEveryMs).unref();
      this.#send(this.#parts.redeliveryDup ? { ...packet, dup: true } : packet);
    };
    const sent: Sent = { packet, timer: setTimeout(again, redeliverEveryMs).unref() };
    // The broker's packet ids come round again.
    clearTimeout(this.#unacknowledged.get(packetId)?.timer);
    this.#unacknowledged.set(packetId, sent);
  }

  #giveUp(packetId: number, packet: IPublishPacket): void {
    this.#unacknowledged.delete(packetId);
    const seconds = this.#parts.limits.redeliverForMs / 1000;
    const detail = `The device did not acknowledge it for ${seconds} s, however often it was sent.`;
    this.#parts.onFailure(packet, 'NEVER_ACKNOWLEDGED', detail);
    this.#pump();
  }
}

const bytesOf = ({ payload }: IPublishPacket): number => Buffer.byteLength(payload);
