import { BadInput } from '../../errors/bench-error.ts';
import type { AtClient } from '../at/at-client.ts';
import { commands } from '../at/commands/index.ts';
import { AtTimeout, AtUnexpected, BoardRestarted } from '../at/errors.ts';
import { type Hands, verb } from './verb.ts';

/** What a flash chip is busy with when the power goes. */
export type ChipWork = 'erase' | 'program';

/** A supply that can go in the middle of a flash chip's work. No relay is that exact: only simulated boards have one. */
interface ChipSupply {
  /** Bytes erased and programmed so far. */
  done(): Readonly<Record<ChipWork, number>>;
  /** Takes the power away when so many bytes more are done; resolves when the board is dead. */
  offAfter(work: ChipWork, bytes: number): Promise<void>;
}

/** Takes a board's supply away and gives it back: a relay, a USB hub, a simulator's switch. */
export interface PowerSwitch {
  /** Done when the board is dead. */
  off(): Promise<void>;
  on(): Promise<void>;
  readonly chip?: ChipSupply;
}

/** Pulls the reset line for a moment. */
export type ResetButton = () => Promise<void>;

/** Boards boot in about a second, the firmware in an emulator takes 7 to 12. */
const BOOT_MS = 20_000;

/** How long a start took, from the order to `ready`. */
export interface Restarted {
  readonly tookMs: number;
}

const comesUp = async (
  { client, onStart }: Hands,
  order: () => Promise<void>,
): Promise<Restarted> => {
  const from = client.position();
  const start = performance.now();
  await order();
  await isUp(client, from);
  onStart?.();
  return { tookMs: performance.now() - start };
};

/** Waits for `ready` from a place in the record on, and gets in step. */
export const isUp = async (client: AtClient, from: number): Promise<void> => {
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
  // Echo is on and error codes are off after every start.
  await client.synchronise();
};

/** Lets the firmware forget its settings, whereupon it starts anew by itself. */
export const restore = (hands: Hands): Promise<Restarted> =>
  verb(hands, 'restore', { by: 'AT+RESTORE' }, () =>
    comesUp(hands, () => hands.client.do(commands.restore.execute)),
  );

/** Starts the firmware anew with AT+RST. */
export const restart = (hands: Hands): Promise<Restarted> =>
  verb(hands, 'restart', { by: 'AT+RST' }, () => comesUp(hands, () => orderRestart(hands)));

/** It restarts whether or not its OK arrives; what is wrong then is the answer. */
const orderRestart = async ({ client, onStart }: Hands): Promise<void> => {
  try {
    await client.do(commands.restart.execute);
  } catch (cause) {
    if (!(cause instanceof BoardRestarted)) throw cause;
    await client.synchronise();
    onStart?.();
    throw new AtUnexpected(cause.command, 'OK', ['ready'], { cause, evidence: cause.evidence });
  }
};

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

/** The moment of a power cut: so many bytes into what the flash chip does. */
export interface CutMoment {
  readonly during: ChipWork;
  readonly afterBytes: number;
}

/**
 * Lets the power go in the middle of an action, and gives it back at once.
 * @returns how the action ended, from the host's side
 * @throws BadInput `CHIP_SUPPLY_MISSING`; TypeError when the chip had less to do than that
 */
export const cutPowerDuring = (
  hands: Hands,
  power: PowerSwitch | undefined,
  { during, afterBytes }: CutMoment,
  action: () => Promise<unknown>,
): Promise<unknown> =>
  verb(hands, 'lose the power', { during, 'after bytes': afterBytes }, async (note) => {
    if (!power?.chip) throw noChipSupply();
    const gone = power.chip.offAfter(during, afterBytes).then(() => true);
    const ended = action().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(await Promise.race([gone, ended.then(() => false)]))) {
      const error = await ended;
      throw error ?? new TypeError(`the chip had less than ${afterBytes} bytes to ${during}`);
    }
    await comesUp(hands, () => power.on());
    const error = await ended;
    note('the action ended with', error instanceof Error ? error.message : 'success');
    return error;
  });

/** How many bytes an action makes the flash chip erase and program. @throws BadInput `CHIP_SUPPLY_MISSING` */
export const chipWorkOf = async (
  power: PowerSwitch | undefined,
  action: () => Promise<unknown>,
): Promise<Readonly<Record<ChipWork, number>>> => {
  const chip = power?.chip;
  if (!chip) throw noChipSupply();
  const before = chip.done();
  await action();
  const after = chip.done();
  return { erase: after.erase - before.erase, program: after.program - before.program };
};

const noChipSupply = (): BadInput =>
  new BadInput(
    'CHIP_SUPPLY_MISSING',
    'only a simulated board can lose its power in the middle of what its flash chip does; use one, or skip what needs it',
  );

const missing = (code: string, what: string, key: string): BadInput =>
  new BadInput(
    code,
    `the bench has no ${what} for this board; add the key ${key} to the board in the bench file, or skip what needs it`,
  );
