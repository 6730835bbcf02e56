/** What esptool-js and the chip say while a board is flashed: evidence for the report, never for the terminal. */
export class LoaderRecord {
  #text = '';
  #said = '';
  #isInLoader = false;

  /** What esptool-js wants to show. */
  readonly terminal = {
    clean: (): void => undefined,
    write: (text: string): void => this.write(text),
    writeLine: (text: string): void => this.write(`${text}\n`),
  };

  write(text: string): void {
    this.#text += text.replaceAll('\r', '');
  }

  /**
   * What the chip said outside of packets: the text of its ROM, or that of a firmware that runs. Once it is in its loader
   * that is a piece of a packet that was damaged, perhaps of a key, and only its length is kept.
   */
  hear(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#isInLoader) {
      this.write(`[${bytes.length} bytes came outside of packets]\n`);
      return;
    }
    const text = Buffer.from(bytes).toString('latin1');
    this.#said += text;
    this.write(`[the chip said ${JSON.stringify(text)}]\n`);
  }

  /** From here on packets are spoken. */
  enteredLoader(): void {
    this.#isInLoader = true;
  }

  /** What the chip says from here on answers another attempt. */
  forgetWhatWasSaid(): void {
    this.#said = '';
  }

  /** All of it, since it was last forgotten. */
  get said(): string {
    return this.#said;
  }

  text(): string {
    return this.#text;
  }

  /** The last lines, for an error's evidence. */
  lastLines(count = 12): readonly string[] {
    return this.#text.trimEnd().split('\n').slice(-count);
  }
}
