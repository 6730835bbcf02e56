import type { Refusal } from '../../../harness/clouds/events.ts';

/** Whether a message is to be retained: AWS retains nothing under topics of its own. */
export const isToBeRetained = ({ topic, retain }: { topic: string; retain: boolean }): boolean =>
  retain && !topic.startsWith('$');

/** Which topics have a retained message. */
export class RetainedTopics {
  readonly #max: number;
  readonly #topics = new Set<string>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Why a topic cannot get a retained message. */
  fault(topic: string): Refusal | undefined {
    if (this.#hasRoomFor(topic)) return undefined;
    return {
      accepted: false,
      reason: 'THROTTLED',
      cause: 'TOO_MANY_RETAINED',
      detail: `A message is kept of ${this.#max} topics at most, and ${topic} would be one more.`,
    };
  }

  /** A retained message was published, and an empty one deletes. False where it cannot be kept. */
  note(topic: string, isEmpty: boolean): boolean {
    if (isEmpty) this.#topics.delete(topic);
    else if (this.#hasRoomFor(topic)) this.#topics.add(topic);
    else return false;
    return true;
  }

  #hasRoomFor(topic: string): boolean {
    return this.#topics.has(topic) || this.#topics.size < this.#max;
  }
}
