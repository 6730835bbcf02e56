/** The smallest piece that an erase takes. */
export const SECTOR_BYTES = 4096;

/** NOR flash: an erase sets bits, programming can only clear them. Neither checks what stood there before. */
export class NorFlash {
  readonly bytes: Buffer;
  readonly #changed = new Set<(from: number, to: number) => void>();

  /** @param bytes what the chip holds; it is written to in place */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  static erased(size: number): NorFlash {
    return new NorFlash(Buffer.alloc(size, 0xff));
  }

  get size(): number {
    return this.bytes.length;
  }

  /** Tells where the content changed, `to` exclusive. The answer ends it. */
  onChange(listener: (from: number, to: number) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  read(address: number, length: number): Buffer {
    this.#require(address, length);
    return Buffer.from(this.bytes.subarray(address, address + length));
  }

  /** Sets whole sectors to FF. */
  erase(address: number, length: number): void {
    this.#require(address, length);
    if (address % SECTOR_BYTES !== 0 || length % SECTOR_BYTES !== 0) {
      throw new RangeError(`erase of ${length} bytes at ${address} is not made of whole sectors`);
    }
    this.bytes.fill(0xff, address, address + length);
    this.#tell(address, length);
  }

  /** Clears bits: what stands there afterwards is old AND new. */
  program(address: number, data: Uint8Array): void {
    this.#require(address, data.length);
    for (let i = 0; i < data.length; i++) {
      this.bytes[address + i] = (this.bytes[address + i] as number) & (data[i] as number);
    }
    this.#tell(address, data.length);
  }

  #require(address: number, length: number): void {
    if (address < 0 || length < 0 || address + length > this.size) {
      throw new RangeError(`${length} bytes at ${address} are not inside ${this.size} bytes`);
    }
  }

  #tell(address: number, length: number): void {
    for (const listener of this.#changed) listener(address, address + length);
  }
}
