import { duplexPair } from 'node:stream';
import { fromDuplex } from '../ports/from-duplex.ts';
import type { Port } from '../ports/port.ts';

/** Data that a board takes after its prompt, and what it says to it. */
export interface TakesData {
  readonly prompt: string;
  readonly length: number;
  readonly accept: (data: Buffer) => string | Buffer;
}

/** What a board says to a line: bytes, a wait for data, or nothing at all. */
export type Answer = string | Buffer | TakesData | null;

export const OK = '\r\nOK\r\n';
export const ERROR = '\r\nERROR\r\n';
const UNKNOWN = `ERR CODE:0x01090000\r\n${ERROR}`;
const NOT_AT = `ERR CODE:0x01030000\r\n${ERROR}`;

/** What every script answers by itself. */
const BASICS: Readonly<Record<string, string>> = {
  AT: OK,
  ATE0: OK,
  'AT+SYSLOG=1': OK,
};

const byItself = (line: string): string =>
  BASICS[line] ?? (line.startsWith('AT') ? UNKNOWN : NOT_AT);

/**
 * The far end of a wire for unit tests: it answers line by line as a test's script says, and waits for ever for
 * data, as the firmware does. It knows nothing of what the lines mean.
 */
export class ScriptedBoard {
  readonly port: Port;
  /** What came, one entry a line. */
  readonly lines: string[] = [];
  readonly #far;
  readonly #script: (line: string) => Answer | undefined;
  #input = Buffer.alloc(0);
  #data: TakesData | undefined;

  /** A script gives `undefined` for what it does not know. */
  constructor(script: (line: string) => Answer | undefined) {
    const [near, far] = duplexPair();
    this.#far = far;
    this.#script = script;
    this.port = fromDuplex(near, 'scripted board', 'simulated');
    far.on('data', (bytes: Buffer) => {
      this.#input = Buffer.concat([this.#input, bytes]);
      while (this.#step());
    });
  }

  /** Says something unasked. */
  say(bytes: string | Buffer): void {
    this.#far.write(bytes);
  }

  /** The wire is cut. */
  unplug(): void {
    this.#far.end();
  }

  #step(): boolean {
    return this.#data ? this.#takeData(this.#data) : this.#takeLine();
  }

  #takeData({ length, accept }: TakesData): boolean {
    if (this.#input.length < length) return false;
    this.#data = undefined;
    const data = this.#input.subarray(0, length);
    this.#input = this.#input.subarray(length);
    this.say(accept(data));
    return true;
  }

  #takeLine(): boolean {
    // A NUL throws away everything up to itself.
    this.#input = this.#input.subarray(this.#input.lastIndexOf(0) + 1);
    const end = this.#input.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.#input.subarray(0, end).toString();
    this.#input = this.#input.subarray(end + 2);
    this.lines.push(line);
    const answer = this.#script(line);
    this.#answer(answer === undefined ? byItself(line) : answer);
    return true;
  }

  #answer(answer: Answer): void {
    if (answer === null) return;
    if (typeof answer === 'string' || Buffer.isBuffer(answer)) {
      this.say(answer);
      return;
    }
    this.#data = answer;
    this.say(answer.prompt);
  }
}
