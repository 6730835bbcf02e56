import { LINK_COUNT, type LinkService } from '../links/link-service.ts';
import type { Arguments } from '../shell/arguments.ts';
import { Refusal } from '../shell/refusal.ts';

/** Where one link is meant, 5 stands for all. */
export const ALL_LINKS = LINK_COUNT;

/** What a value check of these commands refuses with: no code, as seen of `AT+CIPMUX`. */
export const within = (value: number, least: number, most: number): number => {
  if (value < least || value > most) throw new Refusal();
  return value;
};

/** A switch alone. */
export const readSwitch = (args: Arguments): boolean => {
  const value = within(args.number(0), 0, 1);
  args.atMost(1);
  return value === 1;
};

/** The parameters of a command that begins with a link's number when links are numbered, and only then. */
export class LinkArguments {
  readonly #args: Arguments;
  /** How far the number moves the others. */
  readonly #shift: number;

  constructor(args: Arguments, { isNumbered }: LinkService) {
    this.#args = args;
    this.#shift = isNumbered ? 1 : 0;
  }

  /** Which link is meant; the first where they have no numbers. */
  link(): number {
    return this.#shift === 0 ? 0 : within(this.#args.number(0), 0, LINK_COUNT - 1);
  }

  /** Which links are meant: one, or with 5 all of them. */
  links(): number[] {
    if (this.#shift === 0) return [0];
    const id = within(this.#args.number(0), 0, ALL_LINKS);
    return id === ALL_LINKS ? Array.from({ length: LINK_COUNT }, (_, each) => each) : [id];
  }

  number(index: number, least: number, most: number): number {
    return within(this.#args.number(index + this.#shift), least, most);
  }

  numberOr(index: number, otherwise: number, least: number, most: number): number {
    return within(this.#args.numberOr(index + this.#shift, otherwise), least, most);
  }

  text(index: number, most: number): string {
    const text = this.#args.text(index + this.#shift);
    within(text.length, 0, most);
    return text;
  }

  textOr<T>(index: number, otherwise: T): string | T {
    return this.#args.textOr(index + this.#shift, otherwise);
  }

  /** Asked last: the firmware counts parameters when it has read all that it wants. */
  atMost(count: number): void {
    this.#args.atMost(count + this.#shift);
  }
}
