/** One direction of a wire: takes bytes, and hands on what comes out at its far end, in its own time, in their order. */
export interface Line {
  /** @param done called when the last of them is through; never, if the line is cut before */
  carry(bytes: Buffer, done: () => void): void;
  /** What is on the way is lost. */
  cut(): void;
}

/** Makes a line that ends in `deliver`. */
export type LineTo = (deliver: (bytes: Buffer) => void) => Line;
