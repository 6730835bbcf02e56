import { type Duplex, duplexPair } from 'node:stream';
import { fromDuplex } from '../ports/from-duplex.ts';
import type { Port } from '../ports/port.ts';

/** What a scripted board does with a command line. */
export interface Reaction {
  /** Said at once. */
  readonly say?: string;
  /** Then so many raw bytes are taken, whatever they are, */
  readonly take?: number;
  /** and this is said. */
  readonly afterwards?: string;
}

/**
 * A board for the tests of the AT client: takes lines and raw data as the firmware does, and answers by a script.
 * What has no place in the script is answered with OK, a line without AT with ERROR.
 */
export class ScriptedBoard {
  readonly port: Port;
  /** Every command line that came, in order. */
  readonly lines: string[] = [];
  /** Every block of raw data that was complete, in order. */
  readonly taken: Buffer[] = [];
  readonly #script: (line: string, nth: number) => Reaction | string | undefined;
  readonly #wire: Duplex;
  #buffer = Buffer.alloc(0);
  #due = 0;
  #afterwards = '';
  isEchoing = false;

  /** `nth` counts how often this line has come, from 1 on. */
  constructor(
    script: (line: string, nth: number) => Reaction | string | undefined = () => undefined,
  ) {
    const [host, device] = duplexPair();
    this.#script = script;
    this.#wire = device;
    this.port = fromDuplex(host, 'sim://scripted', 'simulated');
    device.on('data', (chunk: Buffer) => this.#receive(chunk));
    device.once('end', () => device.end());
  }

  say(text: string | Uint8Array): void {
    this.#wire.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  }

  /** Waits for raw data, as after a `>` that nobody saw. */
  waitForData(count: number, afterwards: string): void {
    this.#due = count;
    this.#afterwards = afterwards;
  }

  vanish(): void {
    this.#wire.end();
  }

  #receive(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    while (this.#step());
  }

  #step(): boolean {
    const isRaw = this.#due > 0;
    const end = isRaw ? this.#due : this.#buffer.indexOf('\r\n') + 2;
    if (end < 2 && !isRaw) return false;
    if (this.#buffer.length < end) return false;
    const part = this.#buffer.subarray(0, end);
    this.#buffer = this.#buffer.subarray(end);
    if (isRaw) this.#takeData(part);
    else this.#takeLine(part.toString('latin1', 0, end - 2));
    return true;
  }

  #takeData(data: Buffer): void {
    this.#due = 0;
    this.taken.push(data);
    this.say(this.#afterwards);
  }

  #takeLine(line: string): void {
    this.lines.push(line);
    if (this.isEchoing) this.say(`${line}\r\n`);
    if (line === 'ATE0') this.isEchoing = false;
    const reaction = this.#script(line, this.lines.filter((other) => other === line).length);
    const {
      say,
      take = 0,
      afterwards = '',
    } = typeof reaction === 'string' ? { say: reaction } : (reaction ?? {});
    this.say(say ?? (reaction ? '' : line.startsWith('AT') ? '\r\nOK\r\n' : '\r\nERROR\r\n'));
    this.waitForData(take, afterwards);
  }
}
