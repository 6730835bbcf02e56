import type { Client } from 'aedes';

interface Numbered {
  readonly brokerId?: string;
  readonly brokerCounter?: number;
}

/**
 * Tells the second delivery of a message from the first, where two subscriptions of a client take it. aedes compares the
 * message's number with the highest one that the client got, and so loses messages: one of QoS 1 is numbered, waits for
 * the store of sessions, and one of QoS 0 with a higher number overtakes it. The broker hands a message to all
 * subscriptions of a client in one go, so that the last number is enough to know.
 */
export class Repetitions {
  readonly #last = new WeakMap<Client, number>();

  /** Lets aedes take no message to this client for a repetition. */
  takeOver(client: Client, brokerId: string): void {
    const forgetful = Object.defineProperty({}, brokerId, { get: () => 0, set: () => {} });
    Object.assign(client, { duplicates: forgetful });
  }

  /** Whether the client was just given this message; to be asked exactly once for each delivery. */
  has(client: Client, { brokerId, brokerCounter }: Numbered): boolean {
    // A message out of the store of retained ones has no number.
    if (!brokerId || brokerCounter === undefined) return false;
    if (this.#last.get(client) === brokerCounter) return true;
    this.#last.set(client, brokerCounter);
    return false;
  }
}
