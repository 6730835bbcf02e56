import type { PublishPacket } from 'aedes';
import type { IPublishPacket, Packet } from 'mqtt-packet';
import type { UndeliveredCause } from '../../../harness/clouds/events.ts';
import { Deliveries } from './deliveries.ts';
import { judgePublish } from './message-rules.ts';
import type { Outlet } from './outlet.ts';
import { PublishQuota } from './publish-quota.ts';
import { isToBeRetained, type RetainedTopics } from './retained-topics.ts';
import { Subscribing, type SubscribingParts } from './subscribing.ts';
import { end, PASS, qos2Verdict, SWALLOW, type Verdict } from './verdict.ts';

export interface ExchangeParts extends SubscribingParts {
  readonly retained: RetainedTopics;
  readonly outlet: Outlet;
  /** Whether the broker keeps messages until they are acknowledged. */
  readonly isPersistent: boolean;
  /** Lets the broker believe that the device sent this. */
  readonly toBroker: (packet: Packet) => void;
}

/**
 * What a connected device says and is told, packet by packet. The broker behind gets only what AWS would have
 * accepted, so that nothing of a refused packet can be stored or delivered.
 */
export class Exchange {
  readonly #parts: ExchangeParts;
  readonly #quota: PublishQuota;
  readonly #deliveries: Deliveries;
  readonly #subscribing: Subscribing;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#subscribing = new Subscribing(parts);
    this.#quota = new PublishQuota(parts.behaviour.limits, parts.retained);
    this.#deliveries = new Deliveries({
      limits: parts.behaviour.limits,
      redeliveryDup: parts.behaviour.redeliveryDup,
      outlet: parts.outlet,
      onDelivery: (packet) => this.#delivered(packet),
      onFailure: (packet, cause, detail) => this.#failed(packet, cause, detail),
    });
  }

  /** The broker has offered all that was stored while the device was away. */
  resumed(): void {
    this.#deliveries.resumed();
  }

  close(): void {
    this.#deliveries.close();
  }

  fromDevice(packet: Packet): Verdict {
    switch (packet.cmd) {
      case 'publish':
        return this.#publish(packet);
      case 'subscribe':
        return this.#subscribing.subscribe(packet);
      case 'unsubscribe':
        return this.#subscribing.unsubscribe(packet);
      case 'puback':
        return this.#puback(packet.messageId ?? 0);
      case 'pingreq':
        this.#parts.report({ kind: 'ping', ...this.#who() });
        return PASS;
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
        return qos2Verdict(this.#parts.behaviour, packet.cmd.toUpperCase());
      case 'connect':
        return end('CLIENT_ERROR', 'The device sent a second CONNECT.');
      default:
        return end(
          'CLIENT_ERROR',
          `The device sent ${packet.cmd.toUpperCase()}, which only servers send.`,
        );
    }
  }

  /** What goes to the device in answer to the broker; a message goes when its turn has come. */
  fromBroker(packet: Packet): Packet | undefined {
    if (packet.cmd === 'publish') {
      this.#deliveries.offer(packet);
      return undefined;
    }
    return packet.cmd === 'suback' ? this.#subscribing.suback(packet) : packet;
  }

  /** A packet has left for the device. */
  sent(packet: Packet): void {
    if (packet.cmd === 'puback') this.#quota.acknowledged(packet.messageId ?? 0);
  }

  #publish(packet: IPublishPacket): Verdict {
    const { permission, behaviour, report } = this.#parts;
    const judged = judgePublish(packet as PublishPacket, permission, behaviour.limits);
    const outcome = (judged.accepted ? this.#quota.judge(packet) : undefined) ?? judged;
    report({
      kind: 'publish',
      ...this.#who(),
      ...messageOf(packet),
      dup: packet.dup,
      outcome,
    });
    if (outcome.accepted) {
      const retain = isToBeRetained(packet);
      return retain === packet.retain ? PASS : { kind: 'pass', instead: { ...packet, retain } };
    }
    if (outcome.cause === 'QOS_2_UNSUPPORTED') return qos2Verdict(behaviour, 'PUBLISH');
    const isDiscarded = outcome.reason === 'THROTTLED' && behaviour.tooManyPublishes === 'discard';
    return isDiscarded ? SWALLOW : end(outcome.reason, outcome.detail);
  }

  #puback(packetId: number): Verdict {
    const acknowledged = this.#deliveries.acknowledge(packetId);
    const topic = acknowledged?.topic ?? null;
    this.#parts.report({ kind: 'puback', ...this.#who(), packetId, topic });
    return acknowledged && this.#parts.isPersistent ? PASS : SWALLOW;
  }

  #delivered(packet: IPublishPacket): void {
    this.#parts.report({ kind: 'deliver', ...this.#who(), ...messageOf(packet), dup: packet.dup });
  }

  #failed(packet: IPublishPacket, cause: UndeliveredCause, detail: string): void {
    const { topic, qos, messageId } = packet;
    this.#parts.report({ kind: 'undelivered', ...this.#who(), topic, qos, cause, detail });
    if (this.#parts.isPersistent && messageId !== undefined) {
      this.#parts.toBroker({ cmd: 'puback', messageId });
    }
  }

  #who() {
    const { clientId, connection, remote } = this.#parts;
    return { clientId, connection, remote };
  }
}

const messageOf = ({ topic, qos, retain, payload, messageId }: IPublishPacket) => ({
  topic,
  qos,
  retain,
  packetId: messageId ?? null,
  payload: new Uint8Array(Buffer.from(payload)),
});
