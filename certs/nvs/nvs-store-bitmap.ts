import type { NvsFlash } from './nvs-flash.ts';
import { ENTRY_STATES, NVS } from './nvs-format.ts';
import { entryState, setEntryState } from './nvs-page-header.ts';

/** Firmware writes the bitmap in words of 16 entries. */
const WORD_BYTES = 4;
const ENTRIES_PER_WORD = 16;

/** Which entries of a page count: kept in memory, and in flash. */
export class StoreBitmap {
  readonly #flash: NvsFlash;
  readonly #address: number;
  /** As much of the page as the bitmap needs to stand in its place. */
  #bits: Buffer;

  /** @param page its bytes, or nothing for one that is erased */
  constructor(flash: NvsFlash, address: number, page?: Uint8Array) {
    this.#flash = flash;
    this.#address = address;
    this.#bits = Buffer.alloc(NVS.entriesAt, 0xff);
    if (page) this.#bits.set(page.subarray(0, NVS.entriesAt));
  }

  get written(): number {
    let written = 0;
    for (let index = 0; index < NVS.entriesPerPage; index++) {
      if (this.isWritten(index)) written += 1;
    }
    return written;
  }

  get firstEmpty(): number {
    let index = 0;
    while (index < NVS.entriesPerPage && this.#state(index) !== ENTRY_STATES.empty) index += 1;
    return index;
  }

  isWritten(index: number): boolean {
    return this.#state(index) === ENTRY_STATES.written;
  }

  /** Is the item there from its first entry to its last? */
  isWhole(index: number, span: number): boolean {
    if (index + span > NVS.entriesPerPage) return false;
    for (let at = index; at < index + span; at++) if (!this.isWritten(at)) return false;
    return true;
  }

  /** From the end, so that the first entry, which tells how many there are, is the last to go. `to` is exclusive. */
  mark(from: number, to: number, state: (typeof ENTRY_STATES)['written' | 'erased']): void {
    for (let index = to - 1; index >= from; index--) {
      setEntryState(this.#bits, index, state);
      if (index !== from && index % ENTRIES_PER_WORD !== 0) continue;
      const at = NVS.bitmapAt + WORD_BYTES * Math.floor(index / ENTRIES_PER_WORD);
      const word = Buffer.from(this.#bits.subarray(at, at + WORD_BYTES));
      this.#flash.program(this.#address + at, word);
    }
  }

  forget(): void {
    this.#bits.fill(0xff);
  }

  #state(index: number): number {
    return entryState(this.#bits, index);
  }
}
