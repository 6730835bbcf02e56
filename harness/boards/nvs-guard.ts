import { BadInput } from '../../errors/bench-error.ts';
import type { AtClient } from '../at/at-client.ts';
import type { Way } from '../flash/ways.ts';

/**
 * Keeps the firmware from writing into an NVS that was written past it: until it has started anew it knows only what
 * was there before, and would spoil what is there now.
 */
export class NvsGuard {
  readonly #client: AtClient;
  /** The place in the record of events from which on a start is waited for. */
  #writtenAt: number | undefined;

  constructor(client: AtClient) {
    this.#client = client;
  }

  /** @throws BadInput `RESTART_NEEDED`, before anything is done */
  async changing<T>(way: Way, change: () => Promise<T>): Promise<T> {
    if (way === 'sysmfg' && this.#isOutdated()) {
      throw new BadInput(
        'RESTART_NEEDED',
        'the NVS of this board was written as a whole, and its firmware still works with what was there before; nothing was written, restart the board first',
      );
    }
    if (way === 'sysflash-nvs') this.#writtenAt = this.#client.position();
    return change();
  }

  #isOutdated(): boolean {
    if (this.#writtenAt === undefined) return false;
    return !this.#client.heard(this.#writtenAt).some(({ kind }) => kind === 'ready');
  }
}
