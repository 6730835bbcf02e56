import type { LoaderChip } from './loader-chip.ts';
import type { Block } from './packet.ts';
import { Refused } from './refused.ts';

interface Piece {
  readonly from: number;
  readonly size: number;
  readonly blocks: number;
  readonly blockBytes: number;
}

/** Programs on their way into the chip's memory. Nothing runs them; what is kept is whether they are all there. */
export class Memory {
  readonly #chip: LoaderChip;
  #whole: Piece[] = [];
  #current: Piece | undefined;
  #received = 0;
  #nextBlock = 0;

  constructor(chip: LoaderChip) {
    this.#chip = chip;
  }

  begin(piece: Piece): void {
    const { from, size, blocks, blockBytes } = piece;
    const to = from + size;
    if (!this.#chip.memory.some((ram) => from >= ram.from && to <= ram.to)) {
      throw new Refused('noMemory');
    }
    if (blocks * blockBytes < size) throw new Refused('length');
    // What is put over a program takes its place.
    this.#whole = this.#whole.filter((each) => each.from >= to || each.from + each.size <= from);
    this.#current = piece;
    this.#received = 0;
    this.#nextBlock = 0;
    this.#settle();
  }

  add({ number, bytes }: Block): void {
    const piece = this.#current;
    if (!piece) throw new Refused('notBegun');
    if (number !== this.#nextBlock) throw new Refused('outOfOrder');
    if (bytes.length > piece.blockBytes) throw new Refused('blockSize');
    if (this.#received + bytes.length > piece.size) throw new Refused('tooMuch');
    this.#received += bytes.length;
    this.#nextBlock += 1;
    this.#settle();
  }

  /** @throws Refused while something is missing */
  end(): void {
    if (this.#current) throw new Refused('notEnough');
    if (this.#whole.length === 0) throw new Refused('notBegun');
  }

  /** Is there a program at this address? */
  holds(address: number): boolean {
    return this.#whole.some(({ from, size }) => address >= from && address < from + size);
  }

  #settle(): void {
    if (!this.#current || this.#received < this.#current.size) return;
    if (this.#current.size > 0) this.#whole.push(this.#current);
    this.#current = undefined;
  }
}
