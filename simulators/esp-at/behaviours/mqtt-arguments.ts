import type { Firmware } from '../firmware.ts';
import type { Arguments } from '../shell/arguments.ts';
import { CODES, Refusal } from '../shell/refusal.ts';

/** What a parameter of an MQTT command refuses with, after the parser's own code or alone. */
interface Codes {
  /** Cannot be read, or is missing. */
  readonly read: number;
  /** Out of range, or too long. */
  readonly value: number;
}

/** A code of the MQTT commands: `ERR CODE:0x010a60xx`. */
export const refuse = (...details: number[]): Refusal =>
  new Refusal(...details.map((detail) => CODES.failed(detail)));

const TOO_MANY_PARAMETERS = 0x6008;
const LONGEST_TOPIC = 128;

/** Numbers and texts of an MQTT command, each with its own pair of codes. */
export class MqttArguments {
  readonly #args: Arguments;

  constructor(args: Arguments) {
    this.#args = args;
  }

  /** Asked last: the firmware counts parameters when it has read all that it wants. */
  atMost(count: number): void {
    if (this.#args.count > count) throw refuse(TOO_MANY_PARAMETERS);
  }

  numberIn(index: number, least: number, most: number, { read, value }: Codes): number {
    const number = this.#args.number(index, CODES.failed(read));
    if (number < least || number > most) throw refuse(value);
    return number;
  }

  /** @param most the longest, in bytes */
  text(index: number, most: number, { read, value }: Codes): string {
    const text = this.#args.text(index, CODES.failed(read));
    if (text.length > most) throw refuse(value);
    return text;
  }

  /** There is one link, 0. */
  link(): void {
    this.numberIn(0, 0, 0, { read: 0x6010, value: 0x6011 });
  }

  topic(index: number): string {
    return this.text(index, LONGEST_TOPIC, { read: 0x6041, value: 0x6043 });
  }

  qos(index: number): 0 | 1 | 2 {
    return this.numberIn(index, 0, 2, { read: 0x6047, value: 0x6048 }) as 0 | 1 | 2;
  }

  retain(index: number): boolean {
    return this.numberIn(index, 0, 1, { read: 0x6049, value: 0x604a }) === 1;
  }
}

/** Told before any other parameter is looked at. */
export const requireConnected = ({ mqtt }: Firmware): void => {
  if (!mqtt.isConnected) throw refuse(0x6006);
};
