import { createHash } from 'node:crypto';
import {
  BLOCK_BYTES,
  ERASE_BLOCK_MS,
  ERASE_SECTOR_MS,
  PROGRAM_SECTOR_MS,
  sectorBySector,
} from '../esp-at/flash/chip-time.ts';
import { type NorFlash, SECTOR_BYTES } from '../esp-at/flash/nor-flash.ts';
import { Refused } from './refused.ts';

/** What one command erases, and in which time for each sector of it. */
const ONE_SECTOR = [SECTOR_BYTES, ERASE_SECTOR_MS] as const;
const WHOLE_BLOCK = [BLOCK_BYTES, (ERASE_BLOCK_MS * SECTOR_BYTES) / BLOCK_BYTES] as const;

/** The flash chip as a loader reaches it: only once it is attached, and only as far as it is thought to go. */
export class FlashAccess {
  readonly #flash: NorFlash;
  readonly #isRealtime: boolean;
  readonly #signal: AbortSignal;
  #size: number;
  isAttached = false;

  constructor(flash: NorFlash, isRealtime: boolean, signal: AbortSignal) {
    this.#flash = flash;
    this.#size = flash.size;
    this.#isRealtime = isRealtime;
    this.#signal = signal;
  }

  /** What the host says of the chip; nothing lies behind its end, whatever is said. */
  set size(bytes: number) {
    this.#size = Math.min(bytes, this.#flash.size);
  }

  get size(): number {
    return this.#size;
  }

  holds(from: number, length: number): boolean {
    return this.isAttached && from + length <= this.#size;
  }

  read(from: number, length: number): Buffer {
    if (!this.holds(from, length)) throw new Refused('flashRead');
    return this.#flash.read(from, length);
  }

  digest(from: number, length: number): Buffer {
    return createHash('md5').update(this.read(from, length)).digest();
  }

  /** Erases all sectors of which something lies in the stretch. */
  async erase(from: number, length: number): Promise<void> {
    const start = from - (from % SECTOR_BYTES);
    const end = Math.ceil((from + length) / SECTOR_BYTES) * SECTOR_BYTES;
    if (!this.holds(start, end - start)) throw new Refused('flashOperation');
    for (let next = start; next < end; ) {
      const at = next;
      const isBlock = at % BLOCK_BYTES === 0 && end - at >= BLOCK_BYTES;
      const [piece, sectorMs] = isBlock ? WHOLE_BLOCK : ONE_SECTOR;
      await this.#work(piece, sectorMs, (part, bytes) => this.#flash.erase(at + part, bytes));
      next += piece;
    }
  }

  /** @throws Refused when what is there afterwards is something else, because it was not erased */
  async program(from: number, data: Buffer): Promise<void> {
    if (!this.holds(from, data.length)) throw new Refused('flashWrite');
    await this.#work(data.length, PROGRAM_SECTOR_MS, (at, bytes) =>
      this.#flash.program(from + at, data.subarray(at, at + bytes)),
    );
    if (!this.#flash.read(from, data.length).equals(data)) throw new Refused('flashWrite');
  }

  #work(
    length: number,
    sectorMs: number,
    work: (at: number, bytes: number) => void,
  ): Promise<void> {
    const pace = { sectorMs, isRealtime: this.#isRealtime, signal: this.#signal };
    return sectorBySector(length, pace, work);
  }
}
