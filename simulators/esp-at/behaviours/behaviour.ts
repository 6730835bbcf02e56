import type { ReplyOf } from '../../../harness/at/commands/command.ts';
import type { commands } from '../../../harness/at/commands/index.ts';
import type { Firmware } from '../firmware.ts';
import type { Arguments } from '../shell/arguments.ts';

/** What a running command may do besides giving its answer. */
export interface Exchange {
  readonly firmware: Firmware;
  /** Aborted when the firmware ends: restart or power off. */
  readonly signal: AbortSignal;
  /** Puts bytes on the AT port at once. */
  say(bytes: Uint8Array | string): void;
  /**
   * Takes exactly so many raw bytes, however long it takes. What comes behind them in the same piece is a new command
   * line (`command`), or is answered busy and dropped (`busy`).
   */
  receive(length: number, surplus: 'command' | 'busy'): Promise<Buffer>;
  /** Gives all that comes on the AT port to `take`, as it comes, until the command has ended. */
  divert(take: (piece: Buffer) => void): void;
  /** Done as soon as the result is out; not at all where that is ERROR. */
  afterwards(action: () => void): void;
}

/** How one operation of a command is answered; throws Refusal for ERROR. */
export type Behaviour<R> = (exchange: Exchange, args: Arguments) => R | Promise<R>;

type Table = typeof commands;

/** An answer for each operation of these commands. */
export type BehavioursOf<C extends keyof Table> = {
  readonly [Name in C]: {
    readonly [O in keyof Table[Name]]: Behaviour<ReplyOf<Table[Name][O]>>;
  };
};

/** An answer for everything in the command table: forget one and the type check names it. */
export type Behaviours = BehavioursOf<keyof Table>;
