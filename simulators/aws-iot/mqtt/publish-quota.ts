import type { IPublishPacket } from 'mqtt-packet';
import type { Refusal, RefusalCause } from '../../../harness/clouds/events.ts';
import type { Limits } from '../options.ts';
import { Rate } from './rate.ts';
import { isToBeRetained, type RetainedTopics } from './retained-topics.ts';

/** How much one connection may publish. What is more is throttled: no answer, no delivery. */
export class PublishQuota {
  readonly #limits: Limits;
  readonly #retained: RetainedTopics;
  readonly #rate: Rate;
  /** Packet ids of QoS 1 whose PUBACK has not left yet. */
  readonly #unacknowledged = new Set<number>();

  constructor(limits: Limits, retained: RetainedTopics) {
    this.#limits = limits;
    this.#retained = retained;
    this.#rate = new Rate(limits.publishesInPerSecond);
  }

  /** Counts a message that may be published otherwise; says why it is too much. */
  judge(packet: IPublishPacket): Refusal | undefined {
    const { topic, qos, payload, messageId = 0 } = packet;
    const { maxUnacknowledgedIn, publishesInPerSecond } = this.#limits;
    if (!this.#rate.take()) {
      return throttled(
        'PUBLISH_RATE_EXCEEDED',
        `AWS takes ${publishesInPerSecond} messages in a second from a connection.`,
      );
    }
    const isRetained = isToBeRetained(packet);
    const unkept = isRetained && payload.length > 0 ? this.#retained.fault(topic) : undefined;
    if (unkept) return unkept;
    // A message that is sent again is no further one.
    const isFurther = qos > 0 && !this.#unacknowledged.has(messageId);
    if (isFurther && this.#unacknowledged.size >= maxUnacknowledgedIn) {
      return throttled(
        'TOO_MANY_UNACKNOWLEDGED',
        `AWS lets ${maxUnacknowledgedIn} messages wait for their PUBACK, and as many do.`,
      );
    }
    if (qos > 0) this.#unacknowledged.add(messageId);
    // At once: the store comes to it after the next message may have been judged.
    if (isRetained) this.#retained.note(topic, payload.length === 0);
    return undefined;
  }

  /** A PUBACK has left. */
  acknowledged(packetId: number): void {
    this.#unacknowledged.delete(packetId);
  }
}

const throttled = (cause: RefusalCause, detail: string): Refusal => ({
  accepted: false,
  reason: 'THROTTLED',
  cause,
  detail,
});
