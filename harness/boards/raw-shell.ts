import type { AtClient } from '../at/at-client.ts';
import type { AtEvent } from '../at/at-event.ts';
import { commands } from '../at/commands/index.ts';
import { AtRefused } from '../at/errors.ts';
import { type Hands, verb } from './verb.ts';

/** What is sent and what comes for it, a character a byte. */
export type Said = readonly [sent: string, came: string];

/** An answer that needs nothing of the network takes milliseconds. */
const ANSWER_MS = 1_000;
/** A board boots in about a second, the firmware in an emulator takes 7 to 12. */
const BOOT_MS = 20_000;
const NAP_MS = 100;
/** It is 0 or 1. */
const NONSENSE = { on: 2 };
const GREETING = 'AT\r\n';
const GREETED = `${GREETING}\r\nOK\r\n`;
/** The station begins to join a second after the start. */
const WIFI_LINE = /WIFI [A-Z ]+\r\n/g;

export type WayToStart = 'restart' | 'restore' | 'deep sleep';

const START: Readonly<Record<WayToStart, (client: AtClient) => Promise<unknown>>> = {
  restart: (client) => client.do(commands.restart.execute),
  restore: (client) => client.do(commands.restore.execute),
  'deep sleep': (client) => client.do(commands.deepSleep.set, { ms: NAP_MS }),
};

const isReady = (event: AtEvent) => (event.kind === 'ready' ? event : undefined);

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

  /**
   * Asks for a setting that there is not, so many times.
   * @returns how often it was refused
   * @throws as soon as nobody answers
   */
  askForNonsense(times: number): Promise<number> {
    const { client } = this.#hands;
    return verb(this.#hands, 'ask for nonsense', { times }, async () => {
      let refused = 0;
      for (let i = 0; i < times; i += 1) {
        await client.do(commands.storeSettings.set, NONSENSE).catch((error: unknown) => {
          if (!(error instanceof AtRefused)) throw error;
          refused += 1;
        });
      }
      return refused;
    });
  }

  /** Bytes of the heap that are free. */
  async freeMemory(): Promise<number> {
    return (await this.memory()).free;
  }

  /** Bytes of the heap that are free now, and that were at the lowest; before 2.2 the second is not told. */
  memory(): Promise<{ readonly free: number; readonly lowest: number | undefined }> {
    return verb(this.#hands, 'ask for free memory', {}, async (note) => {
      const { free, lowest } = await this.#hands.client.do(commands.freeMemory.query);
      note('free', free);
      return { free, lowest };
    });
  }

  /**
   * Starts the firmware anew and says AT before anything else.
   * @param way by which command: a restart, one that forgets all settings, or a short deep sleep
   * @returns how often the board said that it is ready, and what came for the AT, a character a byte, without what it tells of its Wi-Fi
   */
  startAndGreet(way: WayToStart): Promise<{ readonly readies: number; readonly came: string }> {
    const { client, onStart } = this.#hands;
    return verb(this.#hands, 'start anew and say AT', { way }, async () => {
      const from = client.position();
      await START[way](client);
      await client.waitFor('ready', isReady, { from, withinMs: BOOT_MS });
      onStart?.();
      const came = await client.talk(GREETING, { length: GREETED.length, withinMs: ANSWER_MS });
      await client.synchronise();
      const readies = client.heard(from).filter(({ kind }) => kind === 'ready').length;
      return { readies, came: came.replaceAll(WIFI_LINE, '') };
    });
  }
}
