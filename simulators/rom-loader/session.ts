import type { FlashAccess } from './flash-access.ts';
import type { FlashDownload } from './flash-download.ts';
import type { LoaderChip } from './loader-chip.ts';
import type { Memory } from './memory.ts';
import type { Request } from './packet.ts';
import type { PacketLine } from './packet-line.ts';
import type { Fault, LoaderKind } from './refused.ts';
import type { Registers } from './registers.ts';

/** How the loader ends: the chip resets, or goes on with what is in its flash whatever its pins say. */
export type LoaderEnd = 'reset' | 'run';

/** What the commands of a loader work with. */
export interface Session {
  /** Becomes the stub when one has been put into memory and started. */
  kind: LoaderKind;
  readonly chip: LoaderChip;
  readonly line: PacketLine;
  readonly flash: FlashAccess;
  readonly registers: Registers;
  readonly memory: Memory;
  download: FlashDownload | undefined;
  /** What the stub has found wrong behind its last answer; the next one tells. */
  late: Fault | undefined;
}

/** What a command answers when all is well. */
export interface Answer {
  /** Of registers. */
  readonly value?: number;
  readonly data?: Uint8Array;
  /** The same answer so often; 0: none. */
  readonly times?: number;
  /** What is done behind the answer. */
  readonly afterwards?: () => Promise<LoaderEnd | undefined>;
}

/** @throws Refused */
export type Command = (session: Session, request: Request) => Answer | Promise<Answer>;

export type CommandTable = ReadonlyMap<number, Command>;
