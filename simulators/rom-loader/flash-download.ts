import { SECTOR_BYTES } from '../esp-at/flash/nor-flash.ts';
import type { FlashAccess } from './flash-access.ts';
import { Inflater } from './inflater.ts';
import type { Block } from './packet.ts';
import { type LoaderKind, Refused } from './refused.ts';

/** The stub unpacks into a buffer of this size, and forgives as much behind the last byte as comes into it with that. */
const STUB_BUFFER_BYTES = 0x8000;

/** What the host has announced. */
export interface FlashPlan {
  readonly from: number;
  /** How much is to be written; the ROM is told how much to erase. */
  readonly length: number;
  readonly blocks: number;
  readonly blockBytes: number;
  readonly isCompressed: boolean;
}

/**
 * Data on their way into flash. The ROM erases all of it first, wants the blocks in order, and reads back what it has
 * written. The stub erases as it goes and takes blocks in whatever order they come: it does not look at their numbers.
 */
export class FlashDownload {
  readonly #flash: FlashAccess;
  readonly #kind: LoaderKind;
  readonly #plan: FlashPlan;
  readonly #inflater: Inflater | undefined;
  #at: number;
  #erasedTo: number;
  #nextBlock = 0;
  #unpacked = 0;

  constructor(flash: FlashAccess, kind: LoaderKind, plan: FlashPlan) {
    this.#flash = flash;
    this.#kind = kind;
    this.#plan = plan;
    this.#at = plan.from;
    this.#erasedTo = plan.from - (plan.from % SECTOR_BYTES);
    this.#inflater = plan.isCompressed ? new Inflater() : undefined;
  }

  get isCompressed(): boolean {
    return this.#plan.isCompressed;
  }

  /** Bytes that are still to come. */
  get remaining(): number {
    return this.#plan.from + this.#plan.length - this.#at;
  }

  async begin(): Promise<void> {
    const { from, length } = this.#plan;
    if (this.#kind === 'rom' && length > 0) await this.#flash.erase(from, length);
  }

  /** What can be said of a block before anything is written. @throws Refused */
  check({ number, bytes }: Block): void {
    const { blocks, blockBytes } = this.#plan;
    if (this.#kind === 'stub') {
      // What comes behind the last byte is at most the rest of a checksum.
      if (this.isCompressed && this.remaining === 0 && bytes.length > 4)
        throw new Refused('tooMuch');
      return;
    }
    if (number !== this.#nextBlock) throw new Refused('outOfOrder');
    if (number >= blocks) throw new Refused('tooMuch');
    if (bytes.length > blockBytes) throw new Refused('blockSize');
  }

  /** @throws Refused when it is not a zlib stream, or one of more than was announced, or the chip does not take it */
  async add({ bytes }: Block): Promise<void> {
    const data = this.#inflater ? await this.#inflater.add(bytes) : bytes;
    this.#nextBlock += 1;
    if (this.#kind === 'stub') {
      await this.#addErasing(data.subarray(0, this.remaining));
      this.#unpacked += data.length;
      const buffers = Math.ceil(this.#plan.length / STUB_BUFFER_BYTES);
      if (this.isCompressed && this.#unpacked > buffers * STUB_BUFFER_BYTES) {
        throw new Refused('tooMuch');
      }
      return;
    }
    if (this.isCompressed && data.length > this.remaining) throw new Refused('tooMuch');
    await this.#program(data);
  }

  close(): void {
    this.#inflater?.close();
  }

  async #addErasing(data: Buffer): Promise<void> {
    const end = this.#at + data.length;
    if (end > this.#erasedTo) {
      await this.#flash.erase(this.#erasedTo, end - this.#erasedTo);
      this.#erasedTo = Math.ceil(end / SECTOR_BYTES) * SECTOR_BYTES;
    }
    await this.#program(data);
  }

  async #program(data: Buffer): Promise<void> {
    await this.#flash.program(this.#at, data);
    this.#at += data.length;
  }
}
