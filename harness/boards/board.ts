import type { DeviceCredentials } from '../../certs/credentials.ts';
import type { BenchError } from '../../errors/bench-error.ts';
import type { AtClient } from '../at/at-client.ts';
import type { AtEvent } from '../at/at-event.ts';
import { BoardRestarted } from '../at/errors.ts';
import { isDoubtful, opinion } from '../flash/fault.ts';
import type { HeldCredentials } from '../flash/held-credentials.ts';
import type { Written } from '../flash/store.ts';
import type { Packed } from '../flash/ways.ts';
import type { EraseOptions, WriteCredentialsOptions } from '../flash/write-credentials.ts';
import type { Port } from '../ports/port.ts';
import type { BoardAbilities } from './board-abilities.ts';
import { BoardClient } from './board-client.ts';
import { BoardCredentials, type CredentialOptions } from './board-credentials.ts';
import { BoardDownload } from './board-download.ts';
import { BoardLife } from './board-life.ts';
import { type BoardCapability, type BoardOptions, capabilitiesOf } from './board-options.ts';
import { BoardWifi } from './board-wifi.ts';
import { type ClockReading, readClock, setClock, type TimeSource } from './clock.ts';
import { type BoardIdentity, identify, type ListedCommand, listCommands } from './identity.ts';
import { LogRecord } from './log-record.ts';
import { Meant } from './meant.ts';
import { BoardMqtt } from './mqtt/board-mqtt.ts';
import { NvsValues } from './nvs-values.ts';
import { powerCycle, type ResetButton, type Restarted, reset, restart, restore } from './power.ts';
import { RawBoard } from './raw-board.ts';
import type { Hands } from './verb.ts';
import { type AccessPoint, askAddress, joinWifi, leaveWifi, type StationAddress } from './wifi.ts';

/** What leads to a board. The ports belong to it: they are for sending and setting, and what comes is in its records. */
export interface BoardWires {
  readonly at: Pick<Port, 'label' | 'send' | 'setBaudRate'>;
  readonly log: Pick<Port, 'label' | 'send' | 'setBaudRate'> | null;
  readonly reset: ResetButton | null;
}

/** A board on the bench: what a person does with it, and what it said. */
export class Board implements AsyncDisposable {
  readonly name: string;
  /** For what has no verb: any command of the table, any event. */
  readonly client: AtClient;
  readonly mqtt: BoardMqtt;
  readonly wifi: BoardWifi;
  /** What stands in the NVS of credentials and factory parameters; ability `sysmfg`. */
  readonly nvs: NvsValues;
  /** Commands as the firmware takes them, without the care that is taken here. */
  readonly raw: RawBoard;
  /** Its flash, by way of the loader of its chip. */
  readonly download: BoardDownload;
  readonly capabilities: ReadonlySet<BoardCapability>;
  readonly log: LogRecord | null;
  /** What was last written where, as far as it was written through this board. */
  readonly meant = new Meant();
  readonly #options: BoardOptions;
  readonly #hands: Hands;
  readonly #life: BoardLife;
  readonly #credentials: BoardCredentials;
  #identity: BoardIdentity | undefined;

  /** Records from the first byte on, and sends nothing yet. */
  constructor(options: BoardOptions) {
    const { name, at, log, journal, afterPromptMs, witness, reset, power } = options;
    this.name = name;
    this.#options = options;
    this.client = new BoardClient(at, afterPromptMs === undefined ? {} : { afterPromptMs });
    this.log = log ? new LogRecord(log) : null;
    this.#life = new BoardLife(this.client, this.log);
    const hands = { client: this.client, journal, onStart: () => this.#life.begins() };
    this.#hands = hands;
    this.mqtt = new BoardMqtt(hands, () => this.abilities, witness);
    this.raw = new RawBoard(hands, at, { power, meant: this.meant });
    this.wifi = new BoardWifi(hands);
    this.nvs = new NvsValues(hands);
    this.download = new BoardDownload(hands, {
      download: options.download,
      log: this.log,
      reset,
      power,
      abilities: () => this.abilities,
    });
    this.#credentials = new BoardCredentials(
      hands,
      () => this.identity.partitions,
      this.download,
      this.meant,
    );
    this.capabilities = capabilitiesOf(options);
  }

  /** What the board said of itself when it was last asked. */
  get identity(): BoardIdentity {
    if (!this.#identity) throw new TypeError(`${this.name} has not been identified yet`);
    return this.#identity;
  }

  /** What it can, as far as boards differ in it, and why not where it cannot. */
  get abilities(): BoardAbilities {
    return this.identity.abilities;
  }

  /** Asks for firmware, partitions and abilities. */
  async identify(): Promise<BoardIdentity> {
    this.#identity = await identify(this.#hands);
    const { limits } = this.abilities;
    this.client.afterPromptMs = this.#options.afterPromptMs ?? limits.afterPromptMs;
    return this.#identity;
  }

  /** The commands that the board has; null before 2.2, which does not tell. */
  listCommands(): Promise<readonly ListedCommand[] | null> {
    return listCommands(this.#hands);
  }

  /** Starts the firmware anew with AT+RST and gets in step again. */
  restart(): Promise<Restarted> {
    return restart(this.#hands);
  }

  /** Lets the board forget its settings, and start anew. Credentials stay. */
  restore(): Promise<Restarted> {
    return restore(this.#hands);
  }

  /** @throws BadInput `RESET_LINE_MISSING` */
  reset(): Promise<Restarted> {
    return reset(this.#hands, this.#options.reset);
  }

  /** @throws BadInput `POWER_SWITCH_MISSING` */
  powerCycle(): Promise<Restarted> {
    return powerCycle(this.#hands, this.#options.power);
  }

  /**
   * Certificate, key and root as this board takes them, ready to be written: PKI images for partitions, or PEM files
   * for its NVS.
   * @throws BadInput, PartitionMissing
   */
  packCredentials(
    credentials: DeviceCredentials,
    options?: WriteCredentialsOptions,
  ): Promise<readonly Packed[]> {
    return this.#credentials.pack(credentials, options);
  }

  /**
   * Writes certificate, key and root, the way that the board's own answers ask for. They are looked at first, and
   * nothing is touched when they cannot work. With `via: 'rom'` the loader of the chip writes them, and the board has started
   * anew behind it.
   * @throws BadInput; PartitionMissing, FlashMismatch, WireUnreliable, NvsLeftBroken
   * @throws LoaderSilent, LoaderFailed, FlashHalfWritten, FlashMd5Mismatch through the loader
   */
  writeCredentials(
    credentials: DeviceCredentials,
    options?: CredentialOptions,
  ): Promise<readonly Written[]> {
    return this.#credentials.write(credentials, options);
  }

  /**
   * Writes what was packed elsewhere into a place, with the care of `writeCredentials`.
   * @throws BadInput when the firmware could not use it there; what `writeCredentials` throws
   */
  writePacked(packed: Packed): Promise<readonly Written[]> {
    return this.#credentials.writePacked(packed);
  }

  /** Takes a user's credentials away, those of MQTT unless told, also where they were never written. */
  eraseCredentials(options?: EraseOptions): Promise<void> {
    return this.#credentials.erase(options);
  }

  /** Which of some known credentials of MQTT stand in the board. */
  heldCredentials<N extends string>(
    candidates: Readonly<Record<N, DeviceCredentials>>,
  ): Promise<HeldCredentials<N>> {
    return this.#credentials.held(candidates);
  }

  /** @throws WifiJoinFailed */
  joinWifi(accessPoint: AccessPoint): Promise<StationAddress> {
    return joinWifi(this.#hands, accessPoint);
  }

  async leaveWifi(): Promise<void> {
    this.#life.leavesWifi();
    await leaveWifi(this.#hands);
  }

  address(): Promise<StationAddress> {
    return askAddress(this.#hands);
  }

  /** @throws ClockNotSet */
  setClock(source: TimeSource): Promise<ClockReading> {
    return setClock(this.#hands, source);
  }

  clock(): Promise<ClockReading> {
    return readClock(this.#hands);
  }

  /**
   * What happened to the board from outside, or by itself, since it was last started: the cause of whatever failed
   * since then. Undefined where nothing did.
   */
  befallen(): BenchError | undefined {
    return this.#life.befallen();
  }

  /** What it said on its own since it was last started on purpose. */
  heardSinceStart(): readonly AtEvent[] {
    return this.#life.events();
  }

  /** From now on it is as it should be, whatever befell it before. */
  begins(): void {
    this.#life.begins();
  }

  /** The place in the record of what the board says; note it, act, then wait from there on. */
  position(): number {
    return this.client.position();
  }

  /** The place in the transcript of the AT port. */
  transcriptPosition(): number {
    return this.client.transcript.position();
  }

  /** What went over the AT port, secrets masked; from a position of the transcript on. */
  transcriptText(from?: number): string {
    return this.client.transcript.text(from);
  }

  /** What came on the log port; empty without one. */
  logText(): string {
    return this.log?.text() ?? '';
  }

  /** Its wires, to be tried where it does not answer. */
  get wires(): BoardWires {
    const { at, log, reset } = this.#options;
    return { at, log: log ?? null, reset: reset ?? null };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.#options.log?.close();
  }
}

/**
 * A board that is booting starts anew under whoever opens it. What else fails is asked once more: firmware gives the same
 * answer, a bad wire does not.
 */
const opening = async (board: Board, patience: { withinMs?: number }): Promise<void> => {
  const open = async (): Promise<void> => {
    await board.client.synchronise(patience);
    await board.identify();
    board.begins();
  };
  try {
    await open();
  } catch (first) {
    if (!(first instanceof BoardRestarted || isDoubtful(first))) throw first;
    const second = await open().then(
      () => null,
      (error: unknown) => error,
    );
    if (first instanceof BoardRestarted) {
      if (second !== null) throw second;
      return;
    }
    throw opinion('opening the board', first, second);
  }
};

/**
 * Gets in step with a board and asks it what it is. When that fails, its ports are closed again.
 * @param lookAt is given a board that could not be opened, before its ports are closed; what it throws is not heard
 * @throws BoardSilent when nobody answers
 */
export const openBoard = async (
  options: BoardOptions,
  lookAt?: (board: Board, error: unknown) => Promise<void>,
): Promise<Board> => {
  const board = new Board(options);
  try {
    const { answerWithinMs: withinMs } = options;
    await opening(board, withinMs === undefined ? {} : { withinMs });
    return board;
  } catch (error) {
    await lookAt?.(board, error).catch(() => undefined);
    await board[Symbol.asyncDispose]();
    throw error;
  }
};
