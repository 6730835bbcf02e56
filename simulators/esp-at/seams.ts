import type { NvsStore } from '../../certs/nvs/nvs-store.ts';
import type { Partition } from '../../certs/partition-table.ts';
import type { AccessPoint } from '../network/world-schema.ts';
import type { BootReason } from './chips.ts';
import type { NorFlash } from './flash/nor-flash.ts';
import type { Grip } from './grip.ts';
import type { MqttSeams } from './mqtt/mqtt-seams.ts';
import type { LineSettings } from './serial-line.ts';
import type { Address, Settings } from './settings.ts';
import type { TlsSeams } from './tls/connect-tls.ts';
import type { JoinFailure, JoinOutcome, JoinRequest } from './wifi/join.ts';
import type { StationState } from './wifi/station-state.ts';

/** What the firmware does with the chip. */
export type FlashChip = Pick<NorFlash, 'size' | 'holds' | 'read' | 'erase' | 'program'>;

/** What the firmware does with its NVS of credentials and factory parameters. */
export type KeyValueStore = Pick<NvsStore, 'keys' | 'get' | 'set' | 'erase' | 'eraseNamespace'>;

/** An `AT+SYSFLASH` as it was read, before anything of it is checked. */
export interface FlashRequest {
  readonly operation: 'erase' | 'write' | 'read';
  /** The name that was asked for. */
  readonly name: string;
  /** The partition of that name; undefined where there is none, which is refused. */
  readonly partition: Partition | undefined;
  readonly offset: number;
  readonly length: number;
}

export interface FlashSeams {
  /** What is taken for asked, given what was asked; `known` are the partitions that there are. */
  readonly request?: (asked: FlashRequest, known: readonly Partition[]) => FlashRequest;
  /** Instead of an erase of whole sectors. */
  readonly erase?: (chip: FlashChip, address: number, length: number) => void;
  /** Instead of programming, which only clears bits. */
  readonly program?: (chip: FlashChip, address: number, data: Uint8Array) => void;
  /** Instead of reading. */
  readonly read?: (chip: FlashChip, address: number, length: number) => Buffer;
  /** What `AT+SYSFLASH=1` programs, given what it was sent. */
  readonly written?: (sent: Buffer, to: FlashRequest) => Buffer;
  /** What `AT+SYSFLASH=2` answers, given what it has read. */
  readonly answer?: (stored: Buffer, asked: FlashRequest) => Buffer;
}

/** The AT port alone; bytes of commands, answers and data alike. */
export interface UartSeams {
  /** What the firmware gets of bytes that came in. */
  readonly receive?: (bytes: Buffer) => Buffer;
  /** What goes out of bytes that the firmware puts there. */
  readonly send?: (bytes: Buffer) => Buffer;
  /** How much later bytes go out, in milliseconds by the wall clock; what comes behind them waits. */
  readonly lateMs?: (bytes: Buffer) => number;
  /** How the port runs now, given how it was set. Asked for each piece. */
  readonly line?: (set: LineSettings) => LineSettings;
}

interface MemorySeams {
  /** Bytes of the heap that are free, as `AT+SYSRAM` tells them, given the right number. */
  readonly free?: (right: number) => number;
}

export interface NvsSeams {
  /** Instead of looking up the value of a key. */
  readonly get?: (store: KeyValueStore, ...asked: Parameters<NvsStore['get']>) => NvsValue;
  /** Instead of storing one. */
  readonly set?: (store: KeyValueStore, ...given: Parameters<NvsStore['set']>) => void;
  /** Instead of taking one key away. */
  readonly erase?: (store: KeyValueStore, ...asked: Parameters<NvsStore['erase']>) => void;
  /** Instead of taking all keys of a namespace away. */
  readonly eraseNamespace?: (
    store: KeyValueStore,
    ...asked: Parameters<NvsStore['eraseNamespace']>
  ) => void;
  /** Which keys there are, given those of the store. */
  readonly keys?: (found: ReturnType<NvsStore['keys']>) => ReturnType<NvsStore['keys']>;
}

/** A change of what the board keeps of its own settings: mode, access point, serial port and the like. */
interface SettingsChange {
  readonly change: Partial<Settings>;
  /** False: until the next boot alone. */
  readonly isStored: boolean;
}

export interface SettingsSeams {
  /** What is changed, given what was asked for. */
  readonly change?: (asked: SettingsChange) => SettingsChange;
}

type NvsValue = ReturnType<NvsStore['get']>;

export interface ShellSeams {
  /** What is executed instead of a complete line; undefined: nothing, and no answer comes. */
  readonly line?: (line: string) => string | undefined;
  /** What goes out instead of something said: an answer or a part of it, a prompt, a message. */
  readonly say?: (said: Buffer) => Uint8Array;
  /** What is echoed of a piece, given what should be. It does not pass `say`. */
  readonly echo?: (right: Buffer) => Buffer;
  /** Whether OK is said to a line before its work is done; that then goes on behind it, whatever it comes to. */
  readonly isHasty?: (line: string) => boolean;
  /** The longest line that is taken, its end included; the right one is 256. */
  readonly lineLimitBytes?: number;
  /** What happens to a piece that comes while a command runs; `keep`: it is taken when that has ended. */
  readonly whileBusy?: (piece: Buffer) => 'refuse' | 'keep' | 'drop';
}

/** What becomes of bytes behind the last one that was asked for. */
export type Surplus = 'command' | 'busy' | 'drop';

/** Bytes that a command has asked for with its prompt. */
export interface RawInputSeams {
  /** What counts as arrived of a piece. */
  readonly arrive?: (piece: Buffer) => Buffer;
  /** What the command is given when all bytes are there; of the same length. */
  readonly data?: (bytes: Buffer) => Buffer;
  /** Gives up with ERROR when nothing has come for so long, in milliseconds of the firmware's time. */
  readonly giveUpAfterMs?: number;
  readonly surplus?: (right: Surplus) => Surplus;
}

export interface WifiSeams {
  /** What a join is made with, given what was asked for. */
  readonly request?: (asked: JoinRequest) => JoinRequest;
  /** How a join ends, given how it should, and what the antenna hears. */
  readonly join?: (
    right: JoinOutcome,
    request: JoinRequest,
    around: readonly AccessPoint[],
  ) => JoinOutcome;
  /** What is printed of the station's life instead of `WIFI CONNECTED` and the like; undefined: nothing. */
  readonly line?: (text: string) => string | undefined;
  /** What is said of a join that did not come about in its time; undefined: OK. */
  readonly failure?: (failure: JoinFailure) => JoinFailure | undefined;
  /** The number behind `+CWJAP:`, given the right one. */
  readonly code?: (right: number) => number;
  /** Whether the stored access point is joined at boot, given whether it should. */
  readonly joinsAtBoot?: (right: boolean) => boolean;
  /** Whether the station joins again by itself, given whether it should; behind a loss or `AT+CWQAP`. */
  readonly comesBack?: (right: boolean) => boolean;
  /** An access point that has gone is not missed. */
  readonly overlooksLoss?: boolean;
  /** What `AT+CWSTATE?` tells, given the truth. */
  readonly state?: (right: StationState) => StationState;
  /** The address that is told, given the one that is held. */
  readonly address?: (held: Address | undefined) => Address | undefined;
}

export interface ClockSeams {
  /** What the clock reads, in milliseconds since 1970, given what it should. */
  readonly read?: (epochMs: number) => number;
  /** To what it is set, given what it should be. */
  readonly set?: (epochMs: number, by: TimeGiver) => number;
  /** Whether the time goes on through a start of the chip, given whether it should. */
  readonly keeps?: (right: boolean, reason: BootReason) => boolean;
  /** Minutes from UTC to the time that is told, given those of the zone that is set. */
  readonly zone?: (minutes: number) => number;
  /** Which time servers are asked, given those of the setting. */
  readonly servers?: (set: readonly string[]) => readonly string[];
  /** How long until the time is asked for again, in seconds, given what is set. */
  readonly interval?: (seconds: number) => number;
  /** `+TIME_UPDATED` comes with the question, not with the answer. */
  readonly tellsBeforehand?: boolean;
}

/** Who sets the clock: a time server, or the host with `AT+SYSTIMESTAMP`. */
export type TimeGiver = 'server' | 'host';

/**
 * Where a planted defect can reach into the simulated modem. All of it may be left out: then everything is as it should be,
 * and nothing is called.
 */
export interface Seams {
  readonly flash?: FlashSeams;
  readonly uart?: UartSeams;
  readonly memory?: MemorySeams;
  readonly nvs?: NvsSeams;
  readonly settings?: SettingsSeams;
  readonly shell?: ShellSeams;
  readonly raw?: RawInputSeams;
  readonly wifi?: WifiSeams;
  readonly clock?: ClockSeams;
  readonly tls?: TlsSeams;
  readonly mqtt?: MqttSeams;
  /** Told of each start of the chip, before its firmware runs. */
  readonly boot?: (reason: BootReason) => void;
}

/** Builds a defect into a board: called once for each. */
export type Plant = (board: Grip) => Seams;

/** The chip as the firmware finds it: itself, unless a defect stands before it. */
export const chipThrough = (chip: NorFlash, seams: FlashSeams | undefined): FlashChip => {
  if (!seams) return chip;
  const { erase, program, read } = seams;
  return {
    size: chip.size,
    holds: (address, length) => chip.holds(address, length),
    erase: (address, length) =>
      erase ? erase(chip, address, length) : chip.erase(address, length),
    program: (address, data) =>
      program ? program(chip, address, data) : chip.program(address, data),
    read: (address, length) => (read ? read(chip, address, length) : chip.read(address, length)),
  };
};

/** The NVS as the firmware finds it: itself, unless a defect stands before it. */
export const storeThrough = (store: NvsStore, seams: NvsSeams | undefined): KeyValueStore => {
  if (!seams) return store;
  const { get, set, erase, eraseNamespace, keys } = seams;
  return {
    keys: (...args) => (keys ? keys(store.keys(...args)) : store.keys(...args)),
    get: (...args) => (get ? get(store, ...args) : store.get(...args)),
    set: (...args) => (set ? set(store, ...args) : store.set(...args)),
    erase: (...args) => (erase ? erase(store, ...args) : store.erase(...args)),
    eraseNamespace: (...args) =>
      eraseNamespace ? eraseNamespace(store, ...args) : store.eraseNamespace(...args),
  };
};
