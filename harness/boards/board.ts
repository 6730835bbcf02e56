import { requireSoundCredentials } from '../../certs/check-credentials.ts';
import type { DeviceCredentials } from '../../certs/credentials.ts';
import type { Journal } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import { type HeldCredentials, heldCredentials } from '../flash/held-credentials.ts';
import type { Written } from '../flash/store.ts';
import { type Packed, WAYS } from '../flash/ways.ts';
import {
  chooseWay,
  type EraseOptions,
  eraseCredentials,
  packCredentials,
  type WriteCredentialsOptions,
  writeCredentials,
} from '../flash/write-credentials.ts';
import type { Port } from '../ports/port.ts';
import type { BoardAbilities } from './board-abilities.ts';
import { BoardClient } from './board-client.ts';
import { BoardMqtt, type Witness } from './board-mqtt.ts';
import { type ClockReading, readClock, setClock, type TimeSource } from './clock.ts';
import { type BoardIdentity, identify, type ListedCommand, listCommands } from './identity.ts';
import { LogRecord } from './log-record.ts';
import { NvsGuard } from './nvs-guard.ts';
import {
  type PowerSwitch,
  powerCycle,
  type ResetButton,
  type Restarted,
  reset,
  restart,
} from './power.ts';
import { RawBoard } from './raw-board.ts';
import { type AccessPoint, askAddress, joinWifi, leaveWifi, type StationAddress } from './wifi.ts';

export interface BoardOptions {
  /** How reports call the board. */
  readonly name: string;
  /** The AT port. Belongs to the board from now on, as does the log port. */
  readonly at: Port;
  readonly log?: Port;
  readonly journal: Journal;
  /** How long after `>` data starts; unless told, as long as the board's release needs. */
  readonly afterPromptMs?: number;
  /** Patience with a board that may be booting, or waiting for data of an earlier run; 10 s unless told. */
  readonly answerWithinMs?: number;
  readonly reset?: ResetButton;
  readonly power?: PowerSwitch;
  /** The cloud that the board calls. Without one, nobody knows whether a failed call got anywhere. */
  readonly witness?: Witness;
}

/** What a bench may or may not have for a board. A spec that needs one asks first, and says so when it is skipped. */
export type BoardCapability =
  | 'log'
  | 'reset'
  | 'power'
  /** Its power can go in the middle of what its flash chip does. */
  | 'power-at-chip';

export interface CredentialOptions extends WriteCredentialsOptions {
  /** Findings of the credentials check to write in spite of, such as `CERTIFICATE_EXPIRED`: for specs that want refusals. */
  readonly inSpiteOf?: readonly string[];
}

/** A board on the bench: what a person does with it, and what it said. */
export class Board implements AsyncDisposable {
  readonly name: string;
  /** For what has no verb: any command of the table, any event. */
  readonly client: AtClient;
  readonly mqtt: BoardMqtt;
  /** Commands as the firmware takes them, without the care that is taken here. */
  readonly raw: RawBoard;
  readonly capabilities: ReadonlySet<BoardCapability>;
  readonly log: LogRecord | null;
  readonly #options: BoardOptions;
  readonly #guard: NvsGuard;
  #identity: BoardIdentity | undefined;

  /** Records from the first byte on, and sends nothing yet. */
  constructor(options: BoardOptions) {
    const { name, at, log, journal, afterPromptMs, witness } = options;
    this.name = name;
    this.#options = options;
    this.client = new BoardClient(at, afterPromptMs === undefined ? {} : { afterPromptMs });
    this.#guard = new NvsGuard(this.client);
    this.log = log ? new LogRecord(log) : null;
    this.mqtt = new BoardMqtt({ client: this.client, journal }, () => this.abilities, witness);
    this.raw = new RawBoard({ client: this.client, journal }, options.power);
    this.capabilities = new Set<BoardCapability>([
      ...(['log', 'reset', 'power'] as const).filter((each) => options[each] !== undefined),
      ...(options.power?.chip ? (['power-at-chip'] as const) : []),
    ]);
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

  get #hands() {
    return { client: this.client, journal: this.#options.journal };
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

  /** @throws BadInput `RESET_LINE_MISSING` */
  reset(): Promise<Restarted> {
    return reset(this.#hands, this.#options.reset);
  }

  /** @throws BadInput `POWER_SWITCH_MISSING` */
  powerCycle(): Promise<Restarted> {
    return powerCycle(this.#hands, this.#options.power);
  }

  get #flash() {
    return { ...this.#hands, map: this.identity.partitions };
  }

  /**
   * Certificate, key and root as this board takes them, ready to be written: PKI images for partitions, or PEM files
   * for its NVS.
   * @throws BadInput, PartitionMissing
   */
  async packCredentials(
    credentials: DeviceCredentials,
    options: WriteCredentialsOptions = {},
  ): Promise<readonly Packed[]> {
    const way = options.via ?? (await chooseWay(this.#flash, options.user));
    return packCredentials(way, credentials, options);
  }

  /**
   * Writes certificate, key and root, the way that the board's own answers ask for. They are looked at first, and
   * nothing is touched when they cannot work.
   * @throws BadInput; PartitionMissing, FlashMismatch, WireUnreliable
   */
  writeCredentials(
    credentials: DeviceCredentials,
    { inSpiteOf = [], ...options }: CredentialOptions = {},
  ): Promise<readonly Written[]> {
    const { journal } = this.#hands;
    return journal.step('write the credentials', {}, async (note) => {
      requireSoundCredentials(credentials, { except: inSpiteOf });
      const way = options.via ?? (await chooseWay(this.#flash, options.user));
      note('via', way);
      return this.#guard.changing(way, () =>
        writeCredentials(this.#flash, way, credentials, options),
      );
    });
  }

  /**
   * Writes what was packed elsewhere into a place, with the care of `writeCredentials`.
   * @throws BadInput when the firmware could not use it there; what `writeCredentials` throws
   */
  writePacked(packed: Packed): Promise<readonly Written[]> {
    const { journal } = this.#hands;
    return journal.step(`write into ${packed.place}`, {}, async () => {
      const way = await chooseWay(this.#flash);
      return this.#guard.changing(way, () => WAYS[way].write(this.#flash, [packed], {}));
    });
  }

  /** Takes a user's credentials away, those of MQTT unless told, also where they were never written. */
  eraseCredentials(options: EraseOptions = {}): Promise<void> {
    const { journal } = this.#hands;
    return journal.step('erase the credentials', {}, async (note) => {
      const way = options.via ?? (await chooseWay(this.#flash, options.user));
      note('via', way);
      await this.#guard.changing(way, () => eraseCredentials(this.#flash, way, options));
    });
  }

  /** Which of some known credentials of MQTT stand in the board. */
  heldCredentials<N extends string>(
    candidates: Readonly<Record<N, DeviceCredentials>>,
  ): Promise<HeldCredentials<N>> {
    return this.#options.journal.step(
      'look which credentials the board holds',
      {},
      async (note) => {
        const held = await heldCredentials(this.#flash, await chooseWay(this.#flash), candidates);
        note('whole', held.whole ?? 'none');
        note('torn', held.torn.join(', ') || 'none');
        return held;
      },
    );
  }

  /** @throws WifiJoinFailed */
  joinWifi(accessPoint: AccessPoint): Promise<StationAddress> {
    return joinWifi(this.#hands, accessPoint);
  }

  leaveWifi(): Promise<void> {
    return leaveWifi(this.#hands);
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.#options.log?.close();
  }
}

/**
 * Gets in step with a board and asks it what it is. When that fails, its ports are closed again.
 * @throws BoardSilent when nobody answers
 */
export const openBoard = async (options: BoardOptions): Promise<Board> => {
  const board = new Board(options);
  try {
    const { answerWithinMs: withinMs } = options;
    await board.client.synchronise(withinMs === undefined ? {} : { withinMs });
    await board.identify();
    return board;
  } catch (error) {
    await board[Symbol.asyncDispose]();
    throw error;
  }
};
