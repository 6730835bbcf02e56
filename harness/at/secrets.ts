import { latin1 } from './escape.ts';

/** What must not be seen: passwords that were sent, and that a board may echo. */
export class Secrets {
  readonly #spellings = new Set<string>();

  /** Remembers a password as it stands in command lines, in quotes and with the firmware's escapes; as text and as bytes. */
  add(value: string): void {
    if (value === '') return;
    for (const inside of [value, value.replace(/[\\,"]/g, '\\$&')]) {
      this.#spellings.add(`"${inside}"`);
      this.#spellings.add(`"${latin1(Buffer.from(inside))}"`);
    }
  }

  conceal(text: string): string {
    let shown = text;
    for (const spelling of this.#spellings) shown = shown.replaceAll(spelling, '"***"');
    return shown;
  }
}
