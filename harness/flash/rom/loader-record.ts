/** What esptool-js and the chip say while a board is flashed: evidence for the report, never for the terminal. */
export class LoaderRecord {
  #text = '';
  #said = '';

  /** What esptool-js wants to show. */
  readonly terminal = {
    clean: (): void => undefined,
    write: (text: string): void => this.write(text),
    writeLine: (text: string): void => this.write(`${text}\n`),
  };

  write(text: string): void {
    this.#text += text.replaceAll('\r', '');
  }

  /** What the chip said outside of the protocol: the text of its ROM, or that of a firmware that runs. */
  hear(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const text = Buffer.from(bytes).toString('latin1');
    this.#said += text;
    this.write(`[the chip said ${JSON.stringify(text)}]\n`);
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
