import type { Refusal } from '../../../harness/clouds/events.ts';
import type { Behaviour } from '../options.ts';
import { Rate } from './rate.ts';

/** So many client ids are remembered before those that were quiet for long are forgotten. */
const MANY = 1000;

/** How often devices connect: all of them together, and each client id. */
export class ConnectRates {
  readonly #behaviour: Behaviour;
  readonly #all: Rate;
  readonly #clients = new Map<string, Rate>();

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
    this.#all = new Rate(behaviour.limits.connectsPerSecond);
  }

  /** Counts the CONNECT of a client that may connect otherwise; says why it is too much. */
  judge(clientId: string): Refusal | undefined {
    const { connectsPerSecond, connectsPerClientPerSecond } = this.#behaviour.limits;
    if (!this.#all.take()) {
      return throttled(`AWS takes ${connectsPerSecond} CONNECTs in a second from an account.`);
    }
    if (this.#behaviour.tooManyConnects === 'accept') return undefined;
    if (this.#client(clientId, connectsPerClientPerSecond).take()) return undefined;
    return throttled(
      `AWS takes ${connectsPerClientPerSecond} CONNECT(s) in a second of the client id ${clientId}.`,
    );
  }

  #client(clientId: string, perSecond: number): Rate {
    const known = this.#clients.get(clientId);
    if (known) return known;
    if (this.#clients.size >= MANY) {
      for (const [id, rate] of this.#clients) if (rate.waitMs() === 0) this.#clients.delete(id);
    }
    const rate = new Rate(perSecond);
    this.#clients.set(clientId, rate);
    return rate;
  }
}

const throttled = (detail: string): Refusal => ({
  accepted: false,
  reason: 'THROTTLED',
  cause: 'CONNECT_RATE_EXCEEDED',
  detail,
});
