import { Supply } from './supply.ts';

/** The smallest piece that an erase takes. */
export const SECTOR_BYTES = 4096;

const ERASED = 0xff;

/**
 * NOR flash: an erase sets bits, programming can only clear them. Neither checks what stood there before. Sectors that
 * were never programmed take no memory, so that many boards fit into one process.
 */
export class NorFlash {
  readonly size: number;
  /** May be told to fail in the middle of an erase or of programming. */
  readonly supply = new Supply();
  /** By number; a sector that is missing is erased. */
  readonly #sectors = new Map<number, Buffer>();
  readonly #changed = new Set<(from: number, to: number) => void>();

  private constructor(size: number) {
    if (size % SECTOR_BYTES !== 0) {
      throw new RangeError(`flash of ${size} bytes is not made of whole sectors`);
    }
    this.size = size;
  }

  static erased(size: number): NorFlash {
    return new NorFlash(size);
  }

  /** @param image what the chip holds, byte for byte; it is copied */
  static holding(image: Uint8Array): NorFlash {
    const flash = new NorFlash(image.length);
    for (let at = 0; at < image.length; at += SECTOR_BYTES) {
      const sector = Buffer.from(image.subarray(at, at + SECTOR_BYTES));
      if (sector.some((byte) => byte !== ERASED)) flash.#sectors.set(at / SECTOR_BYTES, sector);
    }
    return flash;
  }

  /** Tells where the content changed, `to` exclusive. The answer ends it. */
  onChange(listener: (from: number, to: number) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Does this stretch lie inside the chip? */
  holds(address: number, length: number): boolean {
    return address >= 0 && length >= 0 && address + length <= this.size;
  }

  read(address: number, length: number): Buffer {
    this.#require(address, length);
    const bytes = Buffer.alloc(length, ERASED);
    this.#visit(address, length, (number, from, to, at) => {
      this.#sectors.get(number)?.copy(bytes, at, from, to);
    });
    return bytes;
  }

  /** Sets whole sectors to FF. */
  erase(address: number, length: number): void {
    this.#require(address, length);
    if (address % SECTOR_BYTES !== 0 || length % SECTOR_BYTES !== 0) {
      throw new RangeError(`erase of ${length} bytes at ${address} is not made of whole sectors`);
    }
    const done = this.supply.grant('erase', length);
    this.#visit(address, done, (number, _from, to) => {
      if (to === SECTOR_BYTES) this.#sectors.delete(number);
      else this.#sectors.get(number)?.fill(ERASED, 0, to);
    });
    this.#tell(address, done);
    this.supply.settle();
  }

  /** Clears bits: what stands there afterwards is old AND new. */
  program(address: number, data: Uint8Array): void {
    this.#require(address, data.length);
    const done = this.supply.grant('program', data.length);
    this.#visit(address, done, (number, from, to, at) => {
      const sector = this.#sectors.get(number) ?? Buffer.alloc(SECTOR_BYTES, ERASED);
      this.#sectors.set(number, sector);
      for (let i = from; i < to; i++) {
        sector[i] = (sector[i] as number) & (data[at + i - from] as number);
      }
    });
    this.#tell(address, done);
    this.supply.settle();
  }

  /** Calls for each sector touched: its number, the stretch inside of it, and where that lies in the whole. */
  #visit(
    address: number,
    length: number,
    each: (number: number, from: number, to: number, at: number) => void,
  ): void {
    for (let at = 0; at < length; ) {
      const from = (address + at) % SECTOR_BYTES;
      const to = Math.min(SECTOR_BYTES, from + length - at);
      each(Math.floor((address + at) / SECTOR_BYTES), from, to, at);
      at += to - from;
    }
  }

  #require(address: number, length: number): void {
    if (!this.holds(address, length)) {
      throw new RangeError(`${length} bytes at ${address} are not inside ${this.size} bytes`);
    }
  }

  #tell(address: number, length: number): void {
    for (const listener of this.#changed) listener(address, address + length);
  }
}
