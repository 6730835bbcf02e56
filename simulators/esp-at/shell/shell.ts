import type { Course } from '../../../harness/at/commands/command.ts';
import type { Answer } from '../../../harness/at/commands/replies.ts';
import type { Exchange } from '../behaviours/behaviour.ts';
import type { Firmware } from '../firmware.ts';
import { Arguments } from './arguments.ts';
import { beginsWithAt, parseCommandLine } from './command-line.ts';
import { type Entry, findEntry } from './dispatch.ts';
import { LineBuffer } from './line-buffer.ts';
import { CODES, codeLine, Refusal } from './refusal.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const BUSY = '\r\nbusy p...\r\n';
const FORCED_RESTART = '\r\nWill force to restart!!!\r\n';
const RESTART_LINE = 'AT+RST\r\n';
const NOTHING = Buffer.alloc(0);

/** These say themselves how it went, after the data, or say nothing. */
const COURSES_WITHOUT_OK: readonly Course[] = [
  'ok-prompt-publish',
  'ok-prompt-send',
  'passthrough',
];

/** Raw bytes that a command has asked for. */
interface Awaited {
  readonly surplus: 'command' | 'busy';
  readonly gathered: Buffer;
  filled: number;
  resolve(bytes: Buffer): void;
}

/** The AT port's line discipline: one command at a time, and what happens to bytes that come meanwhile. */
export class Shell {
  readonly #firmware: Firmware;
  readonly #lines = new LineBuffer();
  #isRunning = false;
  #isClosed = false;
  #awaited: Awaited | undefined;
  /** Takes everything as it comes, while a command lets it. */
  #diverted: ((piece: Buffer) => void) | undefined;
  #surplus: Buffer = NOTHING;

  constructor(firmware: Firmware) {
    this.#firmware = firmware;
  }

  /** Takes what one read of the UART gave. */
  take(piece: Buffer): void {
    if (this.#diverted) this.#diverted(piece);
    else if (this.#awaited) this.#fill(this.#awaited, piece);
    else if (this.#isRunning || this.#isClosed) this.#refuseBusy(piece);
    else this.#takeLines(piece);
  }

  /** A restart has begun: whatever comes until it happens finds the firmware busy. */
  close(): void {
    this.#isClosed = true;
  }

  /** Puts bytes on the AT port, unless this firmware is over. */
  say(bytes: Uint8Array | string): void {
    if (!this.#firmware.signal.aborted) this.#firmware.hardware.at.write(bytes);
  }

  #takeLines(piece: Buffer): void {
    let rest = piece;
    while (rest.length > 0) {
      const taken = this.#lines.take(rest);
      if (this.#firmware.ram.echo) this.say(taken.echo);
      rest = taken.rest;
      if (taken.line === undefined) return;
      if (taken.tooLong || !beginsWithAt(taken.line)) {
        this.#refuse(new Refusal(CODES.noAt));
        continue;
      }
      this.#isRunning = true;
      if (rest.length > 0) this.#refuseBusy(rest);
      this.#run(taken.line);
      return;
    }
  }

  /** One answer for a whole piece, whatever is in it. A restart is the only thing heard. */
  #refuseBusy(piece: Buffer): void {
    if (piece.includes(RESTART_LINE) && !this.#isClosed) {
      this.say(FORCED_RESTART);
      this.say(OK);
      this.#firmware.restart();
      return;
    }
    this.#sayCodes([CODES.busy]);
    this.say(BUSY);
  }

  #fill(awaited: Awaited, piece: Buffer): void {
    const taken = piece.copy(awaited.gathered, awaited.filled);
    awaited.filled += taken;
    if (awaited.filled < awaited.gathered.length) return;
    this.#awaited = undefined;
    const rest = piece.subarray(taken);
    if (rest.length > 0 && awaited.surplus === 'busy') this.#refuseBusy(rest);
    else this.#surplus = rest;
    awaited.resolve(awaited.gathered);
  }

  #run(line: string): void {
    const actions: (() => void)[] = [];
    const exchange: Exchange = {
      firmware: this.#firmware,
      signal: this.#firmware.signal,
      say: (bytes) => this.say(bytes),
      afterwards: (action) => actions.push(action),
      divert: (take) => {
        this.#diverted = take;
      },
      receive: (length, surplus) =>
        new Promise((resolve) => {
          if (length === 0) resolve(NOTHING);
          else this.#awaited = { surplus, gathered: Buffer.alloc(length), filled: 0, resolve };
        }),
    };
    this.#answer(line, exchange)
      .catch((error: unknown) => this.#refuse(error))
      .finally(() => this.#finish(actions))
      .catch((error: unknown) => this.#firmware.crash(error));
  }

  async #answer(line: string, exchange: Exchange): Promise<void> {
    const command = parseCommandLine(line);
    if (!command) throw new Refusal(CODES.unknownCommand);
    const entry = findEntry(this.#firmware, command);
    const value = await entry.behaviour(exchange, new Arguments(command.tokens));
    this.#firmware.signal.throwIfAborted();
    this.#sayResult(entry, value);
  }

  #sayResult({ operation }: Entry, value: unknown): void {
    const parts = operation.reply.encode(value).map((answer) => this.#spell(answer));
    const result = COURSES_WITHOUT_OK.includes(operation.course) ? '' : OK;
    this.say(Buffer.concat([...parts, Buffer.from(result)]));
  }

  #spell(answer: Answer): Buffer {
    if (answer.kind === 'data') return Buffer.concat([Buffer.from(answer.head), answer.bytes]);
    const colon = answer.text.indexOf(':');
    const isOpen = this.#firmware.profile.openLines.has(answer.text.slice(0, colon));
    return Buffer.from(isOpen ? answer.text : `${answer.text}\r\n`, 'latin1');
  }

  #refuse(error: unknown): void {
    // What a restart interrupts has no result.
    if (this.#firmware.signal.aborted || this.#isClosed) return;
    if (!(error instanceof Refusal)) throw error;
    this.#sayCodes(error.codes);
    this.say(ERROR);
  }

  #sayCodes(codes: readonly number[]): void {
    if (this.#firmware.ram.errorCodes) this.say(codes.map(codeLine).join(''));
  }

  #finish(actions: readonly (() => void)[]): void {
    if (this.#firmware.signal.aborted) return;
    this.#isRunning = false;
    this.#diverted = undefined;
    for (const action of actions) action();
    const surplus = this.#surplus;
    this.#surplus = NOTHING;
    if (surplus.length > 0) this.take(surplus);
  }
}
