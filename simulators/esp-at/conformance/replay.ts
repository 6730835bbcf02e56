import { StepTimers } from '../../network/step-timers.ts';
import { SimulatedBoard } from '../board.ts';
import { Conversation } from '../conversation.ts';
import { factoryFlash } from '../flash/factory.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { isOutside } from './host-action.ts';
import type { Exchange } from './recording.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';
import { likeRecorded } from './variables.ts';

/** What became of a recorded exchange. */
export interface Outcome {
  readonly exchange: Exchange;
  /** The simulated modem's answer, a character a byte. */
  readonly came: string;
  readonly isSame: boolean;
  /** Something was done outside of the board that cannot be played: what differs later may come of that. */
  readonly isUnplayed: boolean;
}

/** The firmware's own time moves on by this much between two looks at what came. */
const STEP_MS = 10;
/** The recorder went on after a result and this much silence. */
const SILENCE_MS = 250;
/** How long was listened for nothing where the recording does not tell. */
const QUIET_MS = 1_000;
/** By the wall clock, for what goes over sockets: beyond the recorded time, and between two looks. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 1;

/** Two replays of a recording go the same way; a lost MQTT link takes the longer of its waits, as mostly seen. */
const ALWAYS_THE_SAME = (): number => 0.5;

const READY = '\r\nready\r\n';
const BOOT_MS = 60_000;

const bytesOf = (send: Exchange['send'], { fill }: Surroundings): string =>
  typeof send === 'string' ? send : fill(send);

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

/**
 * The time of a replay: that of the firmware and that of its network, side by side. While the firmware waits for the
 * network, sockets of this computer must get their turns, so that nothing runs out that had an answer on its way.
 */
class ReplayTime {
  readonly firmware = new StepTimers();
  readonly network = new StepTimers();

  async step(): Promise<void> {
    await this.firmware.advance(STEP_MS);
    await this.network.advance(STEP_MS);
    if (this.network.pending > 0) await soon();
  }

  async letPass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) await this.step();
  }
}

/** Lets the recorded time pass and more, until the answer is there. */
const listen = async (
  { recv, ms, quietMs, note }: Exchange,
  time: ReplayTime,
  hasCome: (wanted: RegExp) => boolean,
): Promise<void> => {
  if (recv === '') {
    // What is done outside of the board shows in the row after it.
    if (!isOutside(note)) await time.letPass(quietMs ?? QUIET_MS);
    return;
  }
  const wanted = likeRecorded(recv);
  const recordedMs = ms ?? 0;
  const giveUpAt = performance.now() + PATIENCE_MS + recordedMs;
  for (let waitedMs = 0; performance.now() < giveUpAt; waitedMs += STEP_MS) {
    await time.step();
    if (hasCome(wanted)) break;
    if (waitedMs > recordedMs) await soon();
  }
  await time.letPass(SILENCE_MS);
};

/** A recording that does not begin with the boot begins behind it. */
const bootUnseen = async (at: Conversation, time: ReplayTime): Promise<void> => {
  for (let passed = 0; passed < BOOT_MS && !at.unread.includes(READY); passed += STEP_MS) {
    await time.step();
  }
  at.forget();
};

/**
 * Plays exchanges to a simulated board in their order and their time, and tells of each as it is over. The board is
 * their own, new from the factory, in the surroundings that they show.
 */
export async function* replay(
  exchanges: readonly Exchange[],
  profile: ReleaseProfile,
): AsyncGenerator<Outcome> {
  const time = new ReplayTime();
  await using surroundings = await startSurroundings(exchanges);
  const { network, stationMac } = surroundings;
  const flash = await factoryFlash(profile);
  const own = stationMac === undefined ? {} : { stationMac };
  const timing = { timers: time.firmware, networkTimers: time.network };
  const random = ALWAYS_THE_SAME;
  await using board = new SimulatedBoard({ profile, flash, network, random, ...timing, ...own });
  const at = new Conversation(board.connectAt());
  board.powerOn();
  if (exchanges[0]?.send !== '') await bootUnseen(at, time);
  for (const exchange of exchanges) {
    const bytes = bytesOf(exchange.send, surroundings);
    if (bytes !== '') at.send(bytes);
    await listen(exchange, time, (wanted) => wanted.test(at.unread));
    const came = at.unread;
    at.forget();
    const isPlayed = !isOutside(exchange.note) || (await surroundings.act(exchange.note));
    const isSame = likeRecorded(exchange.recv).test(came);
    yield { exchange, came, isSame, isUnplayed: !isPlayed };
  }
}
