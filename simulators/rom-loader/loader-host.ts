import { once } from 'node:events';
import type { SerialPlug } from '../esp-at/host-end.ts';
import { checksumOf } from './packet.ts';
import { SlipReader, slipFrame } from './slip.ts';

/** An answer as it came. */
export interface Heard {
  readonly op: number;
  readonly value: number;
  /** Data and status. */
  readonly body: Buffer;
}

const PATIENCE_MS = 25_000;
const SYNC_DATA = Buffer.from(`07071220${'55'.repeat(32)}`, 'hex');

/** 32-bit parameters, as they go over the wire. */
export const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, 4 * index);
  return bytes;
};

/** What the loader's answers end with. */
export const OK = '00000000';
export const STUB_OK = '0000';

/** For tests: a host that says exactly what it is told to, and shows the bytes of the answers. */
export class LoaderHost {
  readonly #plug: SerialPlug;
  readonly #packets: Buffer[] = [];
  #text = '';

  constructor(plug: SerialPlug) {
    this.#plug = plug;
    const reader = new SlipReader(0x10000);
    plug.on('data', (bytes: Buffer) => {
      this.#packets.push(...reader.take(bytes));
      this.#text += bytes.toString('latin1');
      plug.emit('heard');
    });
  }

  get plug(): SerialPlug {
    return this.#plug;
  }

  /** Packets that have come and were not asked for. */
  get unread(): number {
    return this.#packets.length;
  }

  sendPacket(packet: Uint8Array): void {
    this.#plug.write(slipFrame(packet));
  }

  send(op: number, data: Buffer, checksum = 0): void {
    const header = Buffer.from([0, op, data.length & 0xff, data.length >> 8]);
    this.sendPacket(Buffer.concat([header, words(checksum), data]));
  }

  async packet(): Promise<Buffer> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    while (this.#packets.length === 0) await once(this.#plug, 'heard', { signal });
    return this.#packets.shift() as Buffer;
  }

  /** Waits until the ROM says, from now on, that it waits. */
  async started(): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const mark = 'waiting for download\r\n';
    while (!this.#text.includes(mark)) await once(this.#plug, 'heard', { signal });
    this.#text = this.#text.slice(this.#text.indexOf(mark) + mark.length);
  }

  async answer(): Promise<Heard> {
    const packet = await this.packet();
    return {
      op: packet.readUInt8(1),
      value: packet.readUInt32LE(4),
      body: packet.subarray(8),
    };
  }

  /** The answer's data and status in hexadecimal. */
  async ask(op: number, data: Buffer = Buffer.alloc(0), checksum = 0): Promise<string> {
    this.send(op, data, checksum);
    return (await this.answer()).body.toString('hex');
  }

  /** A block of a download. */
  askBlock(op: number, number: number, bytes: Buffer): Promise<string> {
    const header = words(bytes.length, number, 0, 0);
    return this.ask(op, Buffer.concat([header, bytes]), checksumOf(bytes));
  }

  async readRegister(address: number): Promise<number> {
    this.send(0x0a, words(address));
    return (await this.answer()).value;
  }

  async writeRegister(address: number, value: number): Promise<void> {
    await this.ask(0x09, words(address, value, 0xffff_ffff, 0));
  }

  /** Gives the eight answers. */
  async synchronise(): Promise<readonly Heard[]> {
    this.send(0x08, SYNC_DATA);
    const answers: Heard[] = [];
    for (let count = 0; count < 8; count += 1) answers.push(await this.answer());
    return answers;
  }

  /** Puts a few bytes that stand for a stub into memory, and starts them. */
  async startStub(entry = STUB_ADDRESS): Promise<void> {
    const code = Buffer.alloc(0x20, 1);
    await this.ask(0x05, words(code.length, 1, 0x1800, STUB_ADDRESS));
    await this.askBlock(0x07, 0, code);
    await this.ask(0x06, words(0, entry));
  }
}

/** In the memory of ESP32 and ESP32-C3 alike. */
const STUB_ADDRESS = 0x5000_0000;
