import { commands } from '../at/commands/index.ts';
import type { Port } from '../ports/port.ts';
import { type Hands, verb } from './verb.ts';

/** The board's serial port at another rate than it starts with. */
export class RawUart {
  readonly #hands: Hands;
  readonly #port: Port;

  /** @param port the AT port, which the client of `hands` talks over */
  constructor(hands: Hands, port: Port) {
    this.#hands = hands;
    this.#port = port;
  }

  /** The rate that the board tells, in bits a second: what its divider reaches. */
  async rate(): Promise<number> {
    return (await this.#hands.client.do(commands.uartNow.query)).baud;
  }

  /** Puts both ends at another rate, until the board starts anew. Capability `rate`. */
  use(baud: number): Promise<void> {
    const { client } = this.#hands;
    return verb(this.#hands, 'change the rate', { baud }, async () => {
      const stored = await client.do(commands.uartStored.query);
      await client.do(commands.uartNow.set, { ...stored, baud });
      await this.#port.setBaudRate?.(baud);
      await client.synchronise();
    });
  }

  /** Puts both ends at another rate, for good: the board starts with it from now on. Capability `rate`. */
  keep(baud: number): Promise<void> {
    const { client } = this.#hands;
    return verb(this.#hands, 'store the rate', { baud }, async () => {
      const stored = await client.do(commands.uartStored.query);
      await client.do(commands.uartStored.set, { ...stored, baud });
      await this.#port.setBaudRate?.(baud);
      await client.synchronise();
    });
  }

  /** Puts the host's end alone at a rate, for a board that is going to start at it. */
  async expect(baud: number): Promise<void> {
    await this.#port.setBaudRate?.(baud);
  }
}
