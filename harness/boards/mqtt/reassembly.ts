/** What the board gave in one `+MQTTSUBRECV`: a message, or a part of one. */
export interface ReceivedPart {
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** The client's input buffer, which the first part of a longer message fills. */
const BUFFER = 1024;

/**
 * The lengths that the first part of a split message can have: the buffer less the fixed header with its two or
 * three bytes of length, the topic with its two, and the packet id of QoS 1 and 2.
 */
const firstPartLengths = (topic: string): readonly number[] => {
  const head = 1 + 2 + Buffer.byteLength(topic);
  return [2, 3].flatMap((lengthBytes) => [0, 2].map((id) => BUFFER - head - lengthBytes - id));
};

/**
 * May more of the same message follow? A part says its own length and nothing of the whole, so a message of just
 * this length cannot be told from the beginning of a longer one.
 */
export const mayBeFirstOfMany = ({ topic, payload }: ReceivedPart): boolean =>
  firstPartLengths(topic).includes(payload.length);

/** What makes a message the one that is awaited. Payload or length: without one, parts cannot be put together. */
export type Wanted = { readonly topic: string } & (
  | { readonly payload: Uint8Array }
  | { readonly length: number; readonly matches?: (payload: Uint8Array) => boolean }
);

/**
 * Finds a wanted message in the parts that a board gives. The parts of a message follow each other: a broker's
 * connection is one stream, so another topic in between is the beginning of something else.
 */
export class Reassembly {
  readonly #wanted: Wanted;
  readonly #length: number;
  /** Runs of parts that may become the message, the oldest first. */
  #runs: Uint8Array[][] = [];
  #farthest = 0;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.#length = 'payload' in wanted ? wanted.payload.length : wanted.length;
  }

  /** The most bytes that any run of parts has had right. */
  get farthest(): number {
    return this.#farthest;
  }

  /** Takes the next part; gives the message when it is whole with it, and of how many parts it was. */
  take(part: ReceivedPart): { readonly payload: Uint8Array; readonly parts: number } | undefined {
    const isOther = part.topic !== this.#wanted.topic;
    const isEmptyMessage = part.payload.length === 0 && this.#length > 0;
    if (isOther || isEmptyMessage) {
      this.#runs = [];
      return undefined;
    }
    const runs = [...this.#runs.map((run) => [...run, part.payload]), [part.payload]];
    this.#runs = [];
    for (const run of runs) {
      const payload = new Uint8Array(Buffer.concat(run));
      if (!this.#isPromising(payload)) continue;
      this.#farthest = Math.max(this.#farthest, payload.length);
      if (payload.length === this.#length && this.#isIt(payload)) {
        return { payload, parts: run.length };
      }
      if (payload.length < this.#length && this.#mayGoOn(run)) this.#runs.push(run);
    }
    return undefined;
  }

  #isPromising(payload: Uint8Array): boolean {
    if (payload.length > this.#length) return false;
    if (!('payload' in this.#wanted)) return true;
    return Buffer.compare(payload, this.#wanted.payload.subarray(0, payload.length)) === 0;
  }

  #isIt(payload: Uint8Array): boolean {
    return !('matches' in this.#wanted) || (this.#wanted.matches?.(payload) ?? true);
  }

  /** Known bytes speak for themselves; by length alone, two short messages would pass for one. */
  #mayGoOn([first]: readonly Uint8Array[]): boolean {
    if ('payload' in this.#wanted) return true;
    return first !== undefined && mayBeFirstOfMany({ topic: this.#wanted.topic, payload: first });
  }
}
