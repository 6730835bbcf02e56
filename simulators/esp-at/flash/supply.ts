/** What takes a chip its time, and in the middle of which the power may go. */
export type ChipWork = 'erase' | 'program';

/** The supply went in the middle of a chip's work. It unwinds firmware that is over by then. */
export class SupplyGone extends Error {}

/** The supply of a flash chip: counts the bytes that it has worked on, and can be told to fail at one of them. */
export class Supply {
  readonly #done: Record<ChipWork, number> = { erase: 0, program: 0 };
  #failure: { readonly work: ChipWork; readonly at: number; onGone(): void } | undefined;

  /** Bytes erased and programmed since the chip was made. */
  get done(): Readonly<Record<ChipWork, number>> {
    return { ...this.#done };
  }

  /** Fails when so many bytes more are done; a new order takes the place of the one before. */
  failAfter(work: ChipWork, bytes: number, onGone: () => void): void {
    this.#failure = { work, at: this.#done[work] + bytes, onGone };
  }

  /** Counts work, and tells how much of it still gets done. */
  grant(work: ChipWork, bytes: number): number {
    const failure = this.#failure;
    const left = failure?.work === work ? failure.at - this.#done[work] : bytes;
    const granted = Math.min(bytes, left);
    this.#done[work] += granted;
    return granted;
  }

  /** To be called when what was granted is done. @throws SupplyGone when that was the last */
  settle(): void {
    const failure = this.#failure;
    if (!failure || this.#done[failure.work] < failure.at) return;
    this.#failure = undefined;
    failure.onGone();
    throw new SupplyGone('the supply went');
  }
}
