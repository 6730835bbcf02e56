import type { AtEvent } from './at-event.ts';
import type { Course, Operation, Parameters } from './commands/command.ts';
import type { EncodedLine } from './commands/encode.ts';
import type { Answer } from './commands/replies.ts';
import { describeErrorCode } from './error-codes.ts';
import type { Listener } from './listener.ts';
import { Mailbox } from './mailbox.ts';

/** What an exchange comes to, one after the other; after all but the first two it is over. */
export type Verdict = 'data-wanted' | 'busy' | 'done' | 'refused' | 'unexpected' | 'restarted';

type Step = 'OK' | 'prompt' | '+MQTTPUB:OK' | 'SEND OK';

/** What the board has to say, in order, for a command to succeed. */
const STEPS: Readonly<Record<Course, readonly Step[]>> = {
  result: ['OK'],
  prompt: ['prompt', 'OK'],
  'ok-prompt': ['OK', 'prompt', 'OK'],
  'ok-prompt-publish': ['OK', 'prompt', '+MQTTPUB:OK'],
  'ok-prompt-send': ['OK', 'prompt', 'SEND OK'],
  passthrough: ['OK', 'prompt'],
};

/** What a board says in the place of a step; ERROR it may always say. */
const FAILURES: Readonly<Partial<Record<Step, string>>> = {
  '+MQTTPUB:OK': '+MQTTPUB:FAIL',
  'SEND OK': 'SEND FAIL',
};
const RESULTS: readonly string[] = ['OK', 'ERROR', ...Object.entries(FAILURES).flat()];

const BUSY_CODE = 0x010b0000;

/** One command on its way: sorts what the board says until it has its result. */
export class Exchange<R = unknown> implements Listener {
  readonly operation: Operation<Parameters, R>;
  readonly line: EncodedLine;
  readonly verdicts = new Mailbox<Verdict>();
  /** The information lines and data that the table gives to this command. */
  readonly answers: Answer[] = [];
  /** All lines that came meanwhile, but for results and error codes. */
  readonly lines: string[] = [];
  readonly errorCodes: number[] = [];
  readonly #steps: readonly Step[];
  readonly #echo: string;
  /** Some failures are told in a line of the command's own: `+CWJAP:2`. */
  readonly #ownPrefix: string;
  readonly #conceal: (text: string) => string;
  #at = 0;
  #isOver = false;

  /** `conceal` takes passwords out of what is kept for messages. */
  constructor(
    operation: Operation<Parameters, R>,
    line: EncodedLine,
    conceal: (text: string) => string,
  ) {
    this.#conceal = conceal;
    this.operation = operation;
    this.line = line;
    this.#steps = STEPS[operation.course];
    this.#echo = line.wire.slice(0, -2);
    this.#ownPrefix = `${operation.command.slice(2)}:`;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get isPromptExpected(): boolean {
    return !this.#isOver && this.#steps[this.#at] === 'prompt';
  }

  /** What is waited for now, for people. */
  get awaited(): string {
    return this.isPromptExpected ? 'the prompt' : (this.#steps[this.#at] ?? 'nothing');
  }

  /** For the message of a failure. */
  get heard(): readonly string[] {
    return [...this.errorCodes.map(describeErrorCode), ...this.lines];
  }

  hearLine(text: string, event: AtEvent | undefined): boolean {
    if (text === this.#echo) return false;
    if (event) return this.#hearEvent(text, event);
    if (RESULTS.includes(text)) return !this.#hearResult(text);
    this.#keep(text);
    const answer: Answer = { kind: 'line', text };
    const isOwned = this.operation.reply.owns(answer);
    if (isOwned) this.answers.push(answer);
    return !isOwned && !text.startsWith(this.#ownPrefix);
  }

  hearData(answer: Answer & { kind: 'data' }): boolean {
    const isOwned = this.operation.reply.owns(answer);
    if (isOwned) this.answers.push(answer);
    return !isOwned;
  }

  hearPrompt(): void {
    this.#at += 1;
    this.verdicts.put('data-wanted');
  }

  fail(error: Error): void {
    this.#isOver = true;
    this.verdicts.fail(error);
  }

  #hearEvent(text: string, event: AtEvent): boolean {
    if (event.kind === 'error-code') {
      this.errorCodes.push(event.errorCode);
      return false;
    }
    if (event.kind === 'busy') {
      // Its code is not of this command's result.
      if (this.errorCodes.at(-1) === BUSY_CODE) this.errorCodes.pop();
      this.verdicts.put('busy');
    } else {
      this.#keep(text);
      if (event.kind === 'ready') this.#end('restarted');
    }
    return true;
  }

  /** Gives whether the result is one of this exchange. */
  #hearResult(text: string): boolean {
    const step = this.#steps[this.#at];
    if (text === step) {
      this.#at += 1;
      if (this.#at === this.#steps.length) this.#end('done');
      return true;
    }
    if (text === 'ERROR' || (step && text === FAILURES[step])) {
      if (text !== 'ERROR') this.lines.push(text);
      this.#end('refused');
      return true;
    }
    this.#keep(text);
    if (text === 'OK' && step === 'prompt' && this.#at === 0) this.#end('unexpected');
    return false;
  }

  #keep(text: string): void {
    this.lines.push(this.#conceal(text));
  }

  #end(verdict: Verdict): void {
    this.#isOver = true;
    this.verdicts.put(verdict);
  }
}
