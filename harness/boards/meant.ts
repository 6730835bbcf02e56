/**
 * What was last meant to stand in each of a board's places for credentials, whether the write went well or not. Kept in
 * memory alone, for who reads the board back: among the bytes are private keys.
 */
export class Meant {
  readonly #bytes = new Map<string, Uint8Array>();

  /** @param bytes as they are sent */
  note(place: string, bytes: Uint8Array): void {
    this.#bytes.set(place, bytes);
  }

  /** Nothing is meant to stand there any more. */
  forget(place: string): void {
    this.#bytes.delete(place);
  }

  in(place: string): Uint8Array | undefined {
    return this.#bytes.get(place);
  }

  /** By place. */
  all(): ReadonlyMap<string, Uint8Array> {
    return this.#bytes;
  }
}
