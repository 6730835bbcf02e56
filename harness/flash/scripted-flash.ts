import { type Answer, ERROR, OK } from './scripted-board.ts';

const CREDENTIALS = ['mqtt_cert', 'mqtt_key', 'mqtt_ca'] as const;
const FIRST_ADDRESS = 0x37000;
const SIZE = 0x2000;

const number = (text: string | undefined): number => Number(text);

/** The credential partitions of a board for unit tests, as NOR flash. A test that wants a fault overrides a method. */
export class ScriptedFlash {
  readonly partitions = new Map<string, Buffer>(
    [...CREDENTIALS, 'client_cert'].map((name) => [name, Buffer.alloc(SIZE, 0xff)]),
  );
  /** Erases and writes, in the order in which they came. */
  readonly touched: string[] = [];

  erase(flash: Buffer): void {
    flash.fill(0xff);
  }

  program(flash: Buffer, offset: number, data: Buffer): void {
    for (const [i, byte] of data.entries()) flash[offset + i] = (flash[offset + i] ?? 0) & byte;
  }

  read(flash: Buffer, offset: number, length: number): Buffer {
    return Buffer.from(flash.subarray(offset, offset + length));
  }

  /** What `AT+SYSFLASH` answers. */
  answer(line: string): Answer | undefined {
    if (line === 'AT+SYSFLASH?') return this.#table() + OK;
    const [, operation, name = '', offset, length] =
      /^AT\+SYSFLASH=(\d),"(\w+)"(?:,(\d+),(\d+))?$/.exec(line) ?? [];
    const flash = this.partitions.get(name);
    if (operation === undefined) return undefined;
    if (!flash) return `ERR CODE:0x010a0000\r\n${ERROR}`;
    if (operation === '2') {
      const bytes = this.read(flash, number(offset), number(length));
      return Buffer.concat([Buffer.from(`+SYSFLASH:${length},`), bytes, Buffer.from(OK)]);
    }
    this.touched.push(line);
    if (operation === '0') {
      this.erase(flash);
      return OK;
    }
    return {
      prompt: '>',
      length: number(length),
      accept: (data) => {
        this.program(flash, number(offset), data);
        return OK;
      },
    };
  }

  #table(): string {
    return [...this.partitions]
      .map(([name, { length }], i) => {
        const address = (FIRST_ADDRESS + i * SIZE).toString(16);
        return `+SYSFLASH:"${name}",64,${12 + i},0x${address},0x${length.toString(16)}\r\n`;
      })
      .join('');
  }
}
