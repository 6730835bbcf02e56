import type { NorFlash } from '../esp-at/flash/nor-flash.ts';
import { SupplyGone } from '../esp-at/flash/supply.ts';
import type { Uart } from '../esp-at/uart.ts';
import { CHIP_COMMANDS } from './chip-commands.ts';
import { FlashAccess } from './flash-access.ts';
import { FLASH_COMMANDS } from './flash-commands.ts';
import type { LoaderChip } from './loader-chip.ts';
import { Memory } from './memory.ts';
import { LONGEST_PACKET_BYTES, type Request, readRequest, responsePacket } from './packet.ts';
import { PacketLine } from './packet-line.ts';
import { type Fault, type LoaderKind, Refused, statusBytes } from './refused.ts';
import { Registers } from './registers.ts';
import { ROM_COMMANDS } from './rom-commands.ts';
import type { Answer, Command, LoaderEnd, Session } from './session.ts';
import { STUB_COMMANDS } from './stub-commands.ts';

const KNOWN: Readonly<Record<LoaderKind, ReadonlyMap<number, Command>>> = {
  rom: new Map([...CHIP_COMMANDS, ...FLASH_COMMANDS, ...ROM_COMMANDS]),
  stub: new Map([...CHIP_COMMANDS, ...FLASH_COMMANDS, ...STUB_COMMANDS]),
};

/**
 * A ROM that does not know a command says so under another command's number, and as often as it answers SYNC: hosts are
 * made to expect it (esptool's `UnsupportedCommandError`). UNCONFIRMED is that the number is that of SYNC.
 */
const UNKNOWN = { op: 0x08, times: 8 } as const;

/** The part of a board that the loader works with. */
export interface LoaderHardware {
  readonly chip: LoaderChip;
  readonly log: Uart;
  readonly flash: NorFlash;
  readonly mac: string;
  /** Flash operations take the time that a chip takes. */
  readonly isRealtime: boolean;
}

/** The serial loader in the chip's ROM, from a start in download mode on, and the stub that may take its place. */
export class RomLoader {
  readonly #over = new AbortController();
  readonly #session: Session;
  /** The value field of the ROM's answers keeps what it had (seen in traces of esptool). */
  #value = 0;

  constructor({ chip, log, flash, mac, isRealtime }: LoaderHardware) {
    const { signal } = this.#over;
    const access = new FlashAccess(flash, isRealtime, signal);
    const line = new PacketLine(log, LONGEST_PACKET_BYTES, signal);
    this.#session = {
      kind: 'rom',
      chip,
      line,
      flash: access,
      registers: new Registers(chip, {
        mac,
        flashSize: flash.size,
        baud: () => line.baud,
        isFlashAttached: () => access.isAttached,
      }),
      memory: new Memory(chip),
      download: undefined,
      late: undefined,
    };
  }

  /** Serves until the host ends it; undefined when the power went or `stop` was called. */
  async run(): Promise<LoaderEnd | undefined> {
    try {
      for (;;) {
        const request = readRequest(await this.#session.line.next());
        const end = request && (await this.#serve(request));
        if (end) {
          await this.#session.line.sent();
          return end;
        }
      }
    } catch (error) {
      if (this.#over.signal.aborted || error instanceof SupplyGone) return undefined;
      throw error;
    } finally {
      this.#session.download?.close();
    }
  }

  /** At once, in the middle of anything. */
  stop(): void {
    this.#over.abort(new Error('the loader is over'));
  }

  async #serve(request: Request): Promise<LoaderEnd | undefined> {
    const { kind } = this.#session;
    try {
      const answer = await this.#carryOut(request);
      this.#answer(request.op, kind, answer);
      return await answer.afterwards?.();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const isUnknown = kind === 'rom' && error.fault === 'unknownCommand';
      const { op, times } = isUnknown ? UNKNOWN : { op: request.op, times: 1 };
      this.#answer(op, kind, { times }, error.fault);
      return undefined;
    }
  }

  async #carryOut(request: Request): Promise<Answer> {
    const command = KNOWN[this.#session.kind].get(request.op);
    if (!command) throw new Refused('unknownCommand');
    if (!request.isWhole) throw new Refused('length');
    return command(this.#session, request);
  }

  #answer(op: number, kind: LoaderKind, answer: Answer, fault?: Fault): void {
    const { value, data = Buffer.alloc(0), times = 1 } = answer;
    this.#value = value ?? (kind === 'rom' ? this.#value : 0);
    const body = Buffer.concat([data, statusBytes(kind, fault)]);
    const packet = responsePacket(op, this.#value, body);
    for (let count = 0; count < times; count += 1) this.#session.line.send(packet);
  }
}
