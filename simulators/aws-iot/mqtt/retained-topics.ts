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

  hasRoomFor(topic: string): boolean {
    return this.#topics.has(topic) || this.#topics.size < this.#max;
  }

  /** A retained message was published; an empty one deletes. */
  note(topic: string, isEmpty: boolean): void {
    if (isEmpty) this.#topics.delete(topic);
    else this.#topics.add(topic);
  }
}
