import { BadInput } from '../../errors/bench-error.ts';
import { commands } from '../at/commands/index.ts';
import { AtTimeout } from '../at/errors.ts';
import { type Hands, verb } from './verb.ts';

/** Takes a board's supply away and gives it back: a relay, a USB hub, a simulator's switch. */
export interface PowerSwitch {
  /** Done when the board is dead. */
  off(): Promise<void>;
  on(): Promise<void>;
}

/** Pulls the reset line for a moment. */
export type ResetButton = () => Promise<void>;

/** Boards boot in about a second, the firmware in an emulator takes 7 to 12. */
const BOOT_MS = 20_000;

/** How long a start took, from the order to `ready`. */
export interface Restarted {
  readonly tookMs: number;
}

const comesUp = async ({ client }: Hands, order: () => Promise<void>): Promise<Restarted> => {
  const from = client.position();
  const start = performance.now();
  await order();
  try {
    await client.waitFor('ready', (event) => (event.kind === 'ready' ? event : undefined), {
      from,
      withinMs: BOOT_MS,
    });
  } catch (error) {
    // Did it only not say so, or is it dead?
    if (error instanceof AtTimeout) await client.synchronise();
    throw error;
  }
  const tookMs = performance.now() - start;
  // Echo is on and error codes are off after every start.
  await client.synchronise();
  return { tookMs };
};

/** Starts the firmware anew with AT+RST. */
export const restart = (hands: Hands): Promise<Restarted> =>
  verb(hands, 'restart', { by: 'AT+RST' }, () =>
    comesUp(hands, () => hands.client.do(commands.restart.execute)),
  );

/** Resets the chip by its reset line, which works in every state. */
export const reset = (hands: Hands, button: ResetButton | undefined): Promise<Restarted> =>
  verb(hands, 'reset', { by: 'the reset line' }, () => {
    if (!button) throw missing('RESET_LINE_MISSING', 'reset line', 'reset');
    return comesUp(hands, button);
  });

/** Takes the supply away and gives it back: the only way to lose the time of the day. */
export const powerCycle = (hands: Hands, power: PowerSwitch | undefined): Promise<Restarted> =>
  verb(hands, 'switch off and on', {}, async () => {
    if (!power) throw missing('POWER_SWITCH_MISSING', 'power switch', 'power');
    await power.off();
    return comesUp(hands, () => power.on());
  });

const missing = (code: string, what: string, key: string): BadInput =>
  new BadInput(
    code,
    `the bench has no ${what} for this board; add the key ${key} to the board in the bench file, or skip what needs it`,
  );
