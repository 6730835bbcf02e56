import { basicPattern } from './basic-pattern.ts';

/** What is cut out of a message: its beginning, its end, or both. Bytes, a character each; empty: not looked at. */
export interface MessageFilter {
  readonly head: string;
  readonly tail: string;
}

interface Compiled extends MessageFilter {
  readonly headPattern: RegExp;
  readonly tailPattern: RegExp;
}

/** `AT+SYSMSGFILTER` and `AT+SYSMSGFILTERCFG`: what of the firmware's messages the host does not get to see. */
export class MessageFilters {
  isOn = false;
  #filters: readonly Compiled[] = [];

  /** In the order in which they were added. */
  get all(): readonly MessageFilter[] {
    return this.#filters.map(({ head, tail }) => ({ head, tail }));
  }

  /** False: one of the two is no basic regular expression. */
  add({ head, tail }: MessageFilter): boolean {
    const headPattern = basicPattern(head);
    const tailPattern = basicPattern(tail);
    if (!headPattern || !tailPattern) return false;
    this.#filters = [...this.#filters, { head, tail, headPattern, tailPattern }];
    return true;
  }

  /** False: there is none such. */
  remove({ head, tail }: MessageFilter): boolean {
    const at = this.#filters.findIndex((known) => known.head === head && known.tail === tail);
    this.#filters = this.#filters.filter((_, index) => index !== at);
    return at >= 0;
  }

  clear(): void {
    this.#filters = [];
  }

  /** What is left of a message. The first filter both of whose patterns are found cuts them out, and no other does. */
  passed(message: Uint8Array | string): Uint8Array | string {
    if (!this.isOn || this.#filters.length === 0) return message;
    const text = typeof message === 'string' ? message : Buffer.from(message).toString('latin1');
    for (const { headPattern, tailPattern } of this.#filters) {
      const head = headPattern.exec(text);
      const afterHead = head ? head.index + head[0].length : 0;
      const tail = head && tailPattern.exec(text.slice(afterHead));
      if (!head || !tail) continue;
      const rest = text.slice(afterHead);
      const left = rest.slice(0, tail.index) + rest.slice(tail.index + tail[0].length);
      return Buffer.from(text.slice(0, head.index) + left, 'latin1');
    }
    return message;
  }
}
