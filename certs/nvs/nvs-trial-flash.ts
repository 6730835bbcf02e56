import type { NvsFlash } from './nvs-flash.ts';
import { NVS } from './nvs-format.ts';

// Flash for the tests of the running NVS.

/** One access that changed something; without bytes, an erase. */
export interface FlashAccess {
  readonly address: number;
  readonly bytes?: Uint8Array;
}

/** NOR flash that remembers what was done to it, and that is not asked for a bit that only an erase can set. */
export class TrialFlash implements NvsFlash {
  readonly log: FlashAccess[] = [];
  readonly content: Buffer;

  constructor(content: Uint8Array) {
    this.content = Buffer.from(content);
  }

  static erased(pages: number): TrialFlash {
    return new TrialFlash(Buffer.alloc(pages * NVS.pageBytes, 0xff));
  }

  get size(): number {
    return this.content.length;
  }

  read(address: number, length: number): Uint8Array {
    if (address < 0 || length < 0 || address + length > this.size) {
      throw new RangeError(`read of ${length} bytes at ${address}`);
    }
    return Buffer.from(this.content.subarray(address, address + length));
  }

  program(address: number, bytes: Uint8Array): void {
    bytes.forEach((byte, at) => {
      const before = this.content[address + at] as number;
      if ((before & byte) !== byte) throw new RangeError(`bits to be set at ${address + at}`);
    });
    this.log.push({ address, bytes: Buffer.from(bytes) });
    apply(this.content, { address, bytes });
  }

  erase(address: number, length: number): void {
    if (address % NVS.pageBytes !== 0 || length !== NVS.pageBytes) {
      throw new RangeError(`erase of ${length} bytes at ${address}`);
    }
    this.log.push({ address });
    apply(this.content, { address });
  }
}

/** What a power cut during this access leaves: some of its first bytes are done, and a bit or two of the next. */
export const cutShort = (content: Buffer, access: FlashAccess, done: number): void => {
  const length = access.bytes?.length ?? NVS.pageBytes;
  const whole = Math.min(length - 1, Math.floor(length * done));
  if (!access.bytes) {
    content.fill(0xff, access.address, access.address + whole);
    return;
  }
  apply(content, { ...access, bytes: access.bytes.subarray(0, whole) });
  const next = access.address + whole;
  content.writeUInt8((content[next] as number) & ((access.bytes[whole] as number) | 0xaa), next);
};

export const apply = (content: Buffer, { address, bytes }: FlashAccess): void => {
  if (!bytes) content.fill(0xff, address, address + NVS.pageBytes);
  else {
    bytes.forEach((byte, at) => {
      content[address + at] = (content[address + at] as number) & byte;
    });
  }
};
