import { commands } from '../at/commands/index.ts';
import { type Hands, verb } from './verb.ts';

/** What is sent and what comes for it, a character a byte. */
export type Said = readonly [sent: string, came: string];

/** An answer that needs nothing of the network takes milliseconds. */
const ANSWER_MS = 1_000;

/** The AT port by the byte, for whoever looks at the form of answers. */
export class RawShell {
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /**
   * Sends what a script says, and waits for as much as it says. Error codes are off meanwhile, and echo as the script has it.
   * @returns the script as it went
   */
  converse(script: readonly Said[]): Promise<readonly Said[]> {
    const { client } = this.#hands;
    return verb(this.#hands, 'talk by a script', { lines: script.length }, async () => {
      await client.do(commands.errorCodes.set, { on: 0 });
      const said: Said[] = [];
      for (const [sent, expected] of script) {
        const plan = { length: expected.length, withinMs: ANSWER_MS };
        said.push([sent, await client.talk(sent, plan)]);
      }
      return said;
    });
  }

  /**
   * Asks whether anybody is there, so many times.
   * @returns the lines that nothing explains: a second result, for one
   * @throws as soon as nobody is
   */
  greet(times: number): Promise<readonly string[]> {
    const { client } = this.#hands;
    const from = client.position();
    return verb(this.#hands, 'say AT', { times }, async () => {
      for (let i = 0; i < times; i += 1) await client.do(commands.attention.test);
      return client.heard(from).flatMap((event) => (event.kind === 'noise' ? [event.line] : []));
    });
  }

  /** Bytes of the heap that are free. */
  freeMemory(): Promise<number> {
    return verb(this.#hands, 'ask for free memory', {}, async (note) => {
      const { free } = await this.#hands.client.do(commands.freeMemory.query);
      note('free', free);
      return free;
    });
  }
}
