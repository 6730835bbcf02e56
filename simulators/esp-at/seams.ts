import type { NvsStore } from '../../certs/nvs/nvs-store.ts';
import type { Partition } from '../../certs/partition-table.ts';
import type { NorFlash } from './flash/nor-flash.ts';
import type { MqttSeams } from './mqtt/mqtt-seams.ts';
import type { TlsSeams } from './tls/connect-tls.ts';
import type { JoinOutcome, JoinRequest } from './wifi/join.ts';

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
}

export interface NvsSeams {
  /** Instead of looking up the value of a key. */
  readonly get?: (store: KeyValueStore, ...asked: Parameters<NvsStore['get']>) => NvsValue;
  /** Instead of storing one. */
  readonly set?: (store: KeyValueStore, ...given: Parameters<NvsStore['set']>) => void;
}

type NvsValue = ReturnType<NvsStore['get']>;

export interface ShellSeams {
  /** What is executed instead of a complete line; undefined: nothing, and no answer comes. */
  readonly line?: (line: string) => string | undefined;
  /** What goes out instead of something said: an answer or a part of it, a prompt, a message. */
  readonly say?: (said: Buffer) => Uint8Array;
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
  /** How a join ends, given how it should. */
  readonly join?: (right: JoinOutcome, request: JoinRequest) => JoinOutcome;
  /** What is printed of the station's life instead of `WIFI CONNECTED` and the like; undefined: nothing. */
  readonly line?: (text: string) => string | undefined;
}

export interface ClockSeams {
  /** What the clock reads, in milliseconds since 1970, given what it should. */
  readonly read?: (epochMs: number) => number;
  /** To what it is set, given what it should be. */
  readonly set?: (epochMs: number) => number;
}

/**
 * Where a planted defect can reach into the simulated modem. All of it may be left out: then everything is as it should be,
 * and nothing is called.
 */
export interface Seams {
  readonly flash?: FlashSeams;
  readonly nvs?: NvsSeams;
  readonly shell?: ShellSeams;
  readonly raw?: RawInputSeams;
  readonly wifi?: WifiSeams;
  readonly clock?: ClockSeams;
  readonly tls?: TlsSeams;
  readonly mqtt?: MqttSeams;
}

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
  const { get, set } = seams;
  return {
    keys: (...args) => store.keys(...args),
    get: (...args) => (get ? get(store, ...args) : store.get(...args)),
    set: (...args) => (set ? set(store, ...args) : store.set(...args)),
    erase: (...args) => store.erase(...args),
    eraseNamespace: (...args) => store.eraseNamespace(...args),
  };
};
