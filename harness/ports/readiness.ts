import type { DarwinPortBinding, LinuxPortBinding } from '@serialport/bindings-cpp';

export type UnixBinding = LinuxPortBinding | DarwinPortBinding;

type Waiter = (error: Error | null) => void;

const FLAGS = { readable: 1, writable: 2 } as const;

/**
 * Says when a descriptor that never blocks can be read or written. The poller of `@serialport/bindings-cpp` 13
 * forgets a wait for writing when a wait for reading follows, and goes on watching what nobody waits for any more; so it is
 * told afresh, each time, what exactly is waited for.
 */
export class Readiness {
  readonly #poller: UnixBinding['poller'];
  readonly #waiters = new Map<keyof typeof FLAGS, Waiter>();

  constructor(wire: UnixBinding) {
    this.#poller = wire.poller;
    this.#poller.on('readable', (error: Error | null) => this.#happened('readable', error));
    this.#poller.on('writable', (error: Error | null) => this.#happened('writable', error));
  }

  /** Calls back once: with `null` when it is so, with an error when the descriptor is closed or useless. */
  once(state: keyof typeof FLAGS, waiter: Waiter): void {
    this.#waiters.set(state, waiter);
    this.#arm();
  }

  #happened(state: keyof typeof FLAGS, error: Error | null): void {
    const waiter = this.#waiters.get(state);
    this.#waiters.delete(state);
    if (!error) this.#arm();
    waiter?.(error);
  }

  #arm(): void {
    this.#poller.poll([...this.#waiters.keys()].reduce((flags, state) => flags | FLAGS[state], 0));
  }
}
