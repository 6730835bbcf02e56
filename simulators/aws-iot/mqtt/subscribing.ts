import type { ISubackPacket, ISubscribePacket, IUnsubscribePacket } from 'mqtt-packet';
import type { Draft, FilterRequest, Subscribe } from '../../../harness/clouds/events.ts';
import type { Behaviour } from '../options.ts';
import type { Permission } from '../permission.ts';
import { ACCEPTED, judgeSubscribe, tooManyFilters } from './message-rules.ts';
import { filterFault } from './topics.ts';
import { end, PASS, qos2Verdict, type Verdict } from './verdict.ts';

export interface SubscribingParts {
  readonly clientId: string;
  readonly permission: Permission;
  readonly behaviour: Behaviour;
  readonly connection: number;
  readonly remote: string;
  readonly report: (event: Draft) => void;
  /** What the session's client subscribed to up to now, and will. */
  readonly filters: Set<string>;
  /** Told of each change of subscriptions, for lifecycle events. */
  readonly onFilters: (change: 'subscribed' | 'unsubscribed', filters: readonly string[]) => void;
}

/** SUBACK's code for a refused filter. */
const FAILURE = 0x80;

/** What a connected device subscribes to. The broker behind hears only of what it may have. */
export class Subscribing {
  readonly #parts: SubscribingParts;
  /** Return codes for SUBACKs that the broker will answer, by packet id. */
  readonly #codes = new Map<number, number[]>();

  constructor(parts: SubscribingParts) {
    this.#parts = parts;
  }

  subscribe(packet: ISubscribePacket): Verdict {
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
      return qos2Verdict(behaviour, 'SUBSCRIBE');
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

  unsubscribe({ unsubscriptions, messageId = 0 }: IUnsubscribePacket): Verdict {
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

  /** The broker's answer, with codes for those filters too that it never heard of. */
  suback(packet: ISubackPacket): ISubackPacket {
    const granted = this.#codes.get(packet.messageId ?? 0);
    this.#codes.delete(packet.messageId ?? 0);
    return granted ? { ...packet, granted } : packet;
  }

  #who() {
    const { clientId, connection, remote } = this.#parts;
    return { clientId, connection, remote };
  }
}
