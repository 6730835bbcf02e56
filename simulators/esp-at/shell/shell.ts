import type { Course } from '../../../harness/at/commands/command.ts';
import type { Answer } from '../../../harness/at/commands/replies.ts';
import type { Exchange } from '../behaviours/behaviour.ts';
import type { Firmware } from '../firmware.ts';
import type { RawInputSeams, ShellSeams, Surplus } from '../seams.ts';
import { Arguments } from './arguments.ts';
import { beginsWithAt, parseCommandLine } from './command-line.ts';
import { type Entry, findEntry } from './dispatch.ts';
import { LineBuffer } from './line-buffer.ts';
import { RawInput } from './raw-input.ts';
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

/** The AT port's line discipline: one command at a time, and what happens to bytes that come meanwhile. */
export class Shell {
  readonly #firmware: Firmware;
  readonly #seams: ShellSeams;
  readonly #rawSeams: RawInputSeams;
  readonly #lines: LineBuffer;
  #isRunning = false;
  #isClosed = false;
  #isMute = false;
  #awaited: RawInput | undefined;
  /** Takes everything as it comes, while a command lets it. */
  #diverted: ((piece: Buffer) => void) | undefined;
  /** What came too early, and is taken when the command that runs has ended. */
  #kept: Buffer = NOTHING;

  constructor(firmware: Firmware) {
    this.#firmware = firmware;
    const { shell = {}, raw = {} } = firmware.hardware.seams;
    this.#seams = shell;
    this.#lines = new LineBuffer(shell.lineLimitBytes);
    this.#rawSeams = raw;
  }

  /** Takes what one read of the UART gave. */
  take(piece: Buffer): void {
    if (this.#diverted) this.#diverted(piece);
    else if (this.#awaited) this.#fill(this.#awaited, piece);
    else if (this.#isRunning || this.#isClosed) this.#takeEarly(piece);
    else this.#takeLines(piece);
  }

  /** A restart has begun: whatever comes until it happens finds the firmware busy. */
  close(): void {
    this.#isClosed = true;
  }

  /** The end is near: what was said goes out, and nothing more is said, also of commands that it breaks off. */
  mute(): void {
    this.#isMute = true;
  }

  /** Puts a message on the AT port, or what the host's filters leave of it, unless this firmware is over. */
  say(message: Uint8Array | string): void {
    this.#write(this.#firmware.ram.messageFilters.passed(message));
  }

  #write(bytes: Uint8Array | string): void {
    if (this.#firmware.signal.aborted || this.#isMute) return;
    const { say } = this.#seams;
    this.#firmware.hardware.at.write(say ? say(Buffer.from(bytes as string, 'latin1')) : bytes);
  }

  #echo(right: Buffer): void {
    const { echo } = this.#seams;
    if (!this.#firmware.signal.aborted && !this.#isMute)
      this.#firmware.hardware.at.write(echo ? echo(right) : right);
  }

  #takeLines(piece: Buffer): void {
    let rest = piece;
    while (rest.length > 0) {
      const taken = this.#lines.take(rest);
      if (this.#firmware.ram.echo) this.#echo(taken.echo);
      rest = taken.rest;
      if (taken.line === undefined) return;
      if (taken.tooLong || !beginsWithAt(taken.line)) {
        this.#refuse(new Refusal(CODES.noAt));
        continue;
      }
      this.#isRunning = true;
      if (rest.length > 0) this.#takeEarly(rest);
      this.#run(taken.line);
      return;
    }
  }

  /** Something comes while a command runs. */
  #takeEarly(piece: Buffer): void {
    const fate = this.#seams.whileBusy?.(piece) ?? 'refuse';
    if (fate === 'refuse') this.#refuseBusy(piece);
    if (fate === 'keep') this.#keep(piece);
  }

  #keep(piece: Buffer): void {
    this.#kept = Buffer.concat([this.#kept, piece]);
  }

  /** One answer for a whole piece, whatever is in it. A restart is the only thing heard. */
  #refuseBusy(piece: Buffer): void {
    if (piece.includes(RESTART_LINE) && !this.#isClosed) {
      this.say(FORCED_RESTART);
      this.say(OK);
      this.#firmware.forceRestart();
      return;
    }
    this.#sayCodes([CODES.busy]);
    this.say(BUSY);
  }

  #fill(awaited: RawInput, piece: Buffer): void {
    const rest = awaited.take(piece);
    if (rest === undefined) return;
    this.#awaited = undefined;
    if (rest.length > 0 && awaited.surplus === 'busy') this.#refuseBusy(rest);
    if (awaited.surplus === 'command') this.#keep(rest);
    awaited.finish();
  }

  #receive(length: number, surplus: Exclude<Surplus, 'drop'>): Promise<Buffer> {
    if (length === 0) return Promise.resolve(NOTHING);
    const { timers } = this.#firmware.hardware;
    const awaited = new RawInput(length, surplus, timers, this.#rawSeams);
    this.#awaited = awaited;
    return awaited.complete.catch((error: unknown) => {
      this.#awaited = undefined;
      throw error;
    });
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
      receive: (length, surplus) => this.#receive(length, surplus),
    };
    const runAll = (): void => {
      for (const action of actions) action();
    };
    this.#answer(line, exchange, runAll)
      .catch((error: unknown) => this.#refuse(error))
      .finally(() => this.#finish())
      .catch((error: unknown) => this.#firmware.crash(error));
  }

  async #answer(line: string, exchange: Exchange, afterwards: () => void): Promise<void> {
    const { line: taken } = this.#seams;
    const meant = taken ? taken(line) : line;
    if (meant === undefined) return;
    const command = parseCommandLine(meant);
    if (!command) throw new Refusal(CODES.unknownCommand);
    const entry = findEntry(this.#firmware, command);
    const work = entry.behaviour(exchange, new Arguments(command.tokens));
    if (this.#seams.isHasty?.(meant)) {
      Promise.resolve(work).then(afterwards, () => undefined);
      this.#write(OK);
      return;
    }
    const value = await work;
    this.#firmware.signal.throwIfAborted();
    this.#sayResult(entry, value);
    // In the same turn: nobody can have heard the result yet, and what he sends then finds all done.
    afterwards();
  }

  #sayResult({ operation }: Entry, value: unknown): void {
    const parts = operation.reply.encode(value).map((answer) => this.#spell(answer));
    const result = COURSES_WITHOUT_OK.includes(operation.course) ? '' : OK;
    // To a filter each line is a message of its own, and so is the result.
    const passed = [...parts, result].map((message) =>
      Buffer.from(this.#firmware.ram.messageFilters.passed(message)),
    );
    this.#write(Buffer.concat(passed));
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

  #finish(): void {
    if (this.#firmware.signal.aborted) return;
    this.#isRunning = false;
    this.#diverted = undefined;
    const kept = this.#kept;
    this.#kept = NOTHING;
    if (kept.length > 0) this.take(kept);
  }
}
