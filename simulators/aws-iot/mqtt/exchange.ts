import type { PublishPacket } from 'aedes';
import type { IPublishPacket, ISubscribePacket, IUnsubscribePacket, Packet } from 'mqtt-packet';
import type {
  Draft,
  FilterRequest,
  Subscribe,
  UndeliveredCause,
} from '../../../harness/clouds/events.ts';
import type { Behaviour } from '../options.ts';
import type { Permission } from '../permission.ts';
import { Deliveries } from './deliveries.ts';
import { ACCEPTED, judgePublish, judgeSubscribe, tooManyFilters } from './message-rules.ts';
import type { Outlet } from './outlet.ts';
import { PublishQuota } from './publish-quota.ts';
import { isToBeRetained, type RetainedTopics } from './retained-topics.ts';
import { filterFault } from './topics.ts';
import { end, PASS, SWALLOW, type Verdict } from './verdict.ts';

export interface ExchangeParts {
  readonly clientId: string;
  readonly permission: Permission;
  readonly behaviour: Behaviour;
  readonly connection: number;
  readonly remote: string;
  readonly report: (event: Draft) => void;
  readonly retained: RetainedTopics;
  readonly outlet: Outlet;
  /** What the session's client subscribed to up to now, and will. */
  readonly filters: Set<string>;
  /** Whether the broker keeps messages until they are acknowledged. */
  readonly isPersistent: boolean;
  /** Lets the broker believe that the device sent this. */
  readonly toBroker: (packet: Packet) => void;
  /** Told of each change of subscriptions, for lifecycle events. */
  readonly onFilters: (change: 'subscribed' | 'unsubscribed', filters: readonly string[]) => void;
}

/** SUBACK's code for a refused filter. */
const FAILURE = 0x80;

/**
 * What a connected device says and is told, packet by packet. The broker behind gets only what AWS would have
 * accepted, so that nothing of a refused packet can be stored or delivered.
 */
export class Exchange {
  readonly #parts: ExchangeParts;
  readonly #quota: PublishQuota;
  readonly #deliveries: Deliveries;
  /** Return codes for SUBACKs that the broker will answer, by packet id. */
  readonly #codes = new Map<number, number[]>();

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
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
        return this.#subscribe(packet);
      case 'unsubscribe':
        return this.#unsubscribe(packet);
      case 'puback':
        return this.#puback(packet.messageId ?? 0);
      case 'pingreq':
        this.#parts.report({ kind: 'ping', ...this.#who() });
        return PASS;
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
        return this.#qos2(packet.cmd.toUpperCase());
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
    if (packet.cmd === 'suback' && packet.messageId !== undefined) {
      const granted = this.#codes.get(packet.messageId);
      this.#codes.delete(packet.messageId);
      return granted ? { ...packet, granted } : packet;
    }
    return packet;
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
    if (outcome.cause === 'QOS_2_UNSUPPORTED') return this.#qos2('PUBLISH');
    const isDiscarded = outcome.reason === 'THROTTLED' && behaviour.tooManyPublishes === 'discard';
    return isDiscarded ? SWALLOW : end(outcome.reason, outcome.detail);
  }

  #subscribe(packet: ISubscribePacket): Verdict {
    const { permission, behaviour } = this.#parts;
    const { subscriptions, messageId = 0 } = packet;
    const filters = judgeSubscribe(
      subscriptions,
      permission,
      behaviour.limits,
      this.#parts.filters,
    );
    const refusals = filters.flatMap(({ outcome }) => (outcome.accepted ? [] : [outcome]));
    const answered = (answer: Subscribe['answer']) =>
      this.#parts.report({
        kind: 'subscribe',
        ...this.#who(),
        packetId: messageId,
        filters,
        answer,
      });
    const fatal = refusals.find(
      ({ reason, cause }) => cause !== 'QOS_2_UNSUPPORTED' && !this.#isAnswered(reason),
    );
    if (fatal) {
      answered('closed');
      return end(fatal.reason, fatal.detail);
    }
    if (refusals.some(({ cause }) => cause === 'QOS_2_UNSUPPORTED')) {
      answered(behaviour.qos2 === 'close' ? 'closed' : 'none');
      return this.#qos2('SUBSCRIBE');
    }
    answered('suback');
    return this.#grant(packet, messageId, filters);
  }

  /** Passes on the filters that were granted, and no others. */
  #grant(packet: ISubscribePacket, messageId: number, filters: readonly FilterRequest[]): Verdict {
    const granted = filters.map(({ qos, outcome }) => (outcome.accepted ? qos : FAILURE));
    const kept = packet.subscriptions.filter((_, i) => filters[i]?.outcome.accepted);
    if (kept.length === 0) {
      return { kind: 'swallow', answer: { cmd: 'suback', messageId, granted } };
    }
    for (const { topic } of kept) this.#parts.filters.add(topic);
    this.#codes.set(messageId, granted);
    this.#parts.onFilters(
      'subscribed',
      kept.map(({ topic }) => topic),
    );
    return { kind: 'pass', instead: { ...packet, subscriptions: kept } };
  }

  #isAnswered(reason: string): boolean {
    if (reason === 'THROTTLED') return true;
    return reason === 'AUTH_ERROR' && this.#parts.behaviour.denySubscribe === 'suback128';
  }

  #unsubscribe({ unsubscriptions, messageId = 0 }: IUnsubscribePacket): Verdict {
    const { limits } = this.#parts.behaviour;
    const fault =
      tooManyFilters(unsubscriptions.length, limits) ??
      unsubscriptions.map((filter) => filterFault(filter, limits)).find(Boolean);
    this.#parts.report({
      kind: 'unsubscribe',
      ...this.#who(),
      packetId: messageId,
      filters: unsubscriptions,
      outcome: fault ?? ACCEPTED,
    });
    if (fault) return end(fault.reason, fault.detail);
    for (const filter of unsubscriptions) this.#parts.filters.delete(filter);
    this.#parts.onFilters('unsubscribed', unsubscriptions);
    return PASS;
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

  #qos2(packet: string): Verdict {
    if (this.#parts.behaviour.qos2 === 'silent') return SWALLOW;
    return end('CLIENT_ERROR', `AWS does not have QoS 2, to which this ${packet} belongs.`);
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
