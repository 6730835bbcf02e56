import type { Line, LineTo } from './line.ts';

/** What happens to a line once. */
export type LineFault =
  /** A byte is lost. */
  | { readonly kind: 'drop' }
  /** A byte comes twice. */
  | { readonly kind: 'double' }
  /** A bit of a byte is turned over; 0 is the lowest. */
  | { readonly kind: 'flip'; readonly bit: number }
  /** From a byte on everything comes so much later, in its order. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** A byte arrives whole, and something else happens at that moment. */
  | { readonly kind: 'meanwhile'; readonly act: () => void };

interface Armed {
  /** Bytes to go before it strikes. */
  left: number;
  readonly fault: LineFault;
  readonly struck: () => void;
}

/** A line that can be told to spoil one of the bytes to come. */
export interface FaultyLine {
  readonly line: LineTo;
  /** @param after so many bytes later from now on; @param struck called when it happens */
  arm(fault: LineFault, after: number, struck: () => void): void;
  /** Bytes that have gone into it. */
  readonly carried: number;
}

const spoilt = (byte: number, fault: LineFault): number[] => {
  if (fault.kind === 'drop') return [];
  if (fault.kind === 'double') return [byte, byte];
  return [fault.kind === 'flip' ? byte ^ (1 << fault.bit) : byte];
};

/** Hands on in order what comes, late while it is held up. */
class Held implements Line {
  readonly #deliver: (bytes: Buffer) => void;
  #waiting: { readonly bytes: Buffer; readonly done: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #until = 0;

  constructor(deliver: (bytes: Buffer) => void) {
    this.#deliver = deliver;
  }

  hold(ms: number): void {
    this.#until = Math.max(this.#until, performance.now() + ms);
  }

  carry(bytes: Buffer, done: () => void): void {
    this.#waiting.push({ bytes, done });
    if (this.#timer === undefined) this.#goOn();
  }

  cut(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }

  #goOn(): void {
    this.#timer = undefined;
    const left = this.#until - performance.now();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#goOn(), left);
      return;
    }
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (next.bytes.length > 0) this.#deliver(next.bytes);
      next.done();
    }
  }
}

export const faultyLine = (): FaultyLine => {
  let armed: Armed[] = [];
  let carried = 0;
  const line: LineTo = (deliver) => {
    const held = new Held(deliver);
    const carry = (bytes: Buffer, done: () => void): void => {
      carried += bytes.length;
      let begun: number[] = [];
      for (const byte of bytes) {
        let onward = [byte];
        for (const each of armed) {
          if (each.left-- !== 0) continue;
          const { fault } = each;
          each.struck();
          if (fault.kind === 'meanwhile') fault.act();
          if (fault.kind === 'delay') {
            held.carry(Buffer.from(begun), () => undefined);
            begun = [];
            held.hold(fault.ms);
          }
          onward = onward.flatMap((one) => spoilt(one, fault));
        }
        begun.push(...onward);
      }
      armed = armed.filter(({ left }) => left >= 0);
      held.carry(Buffer.from(begun), done);
    };
    return { carry, cut: () => held.cut() };
  };
  return {
    line,
    arm: (fault, after, struck) => void armed.push({ left: after, fault, struck }),
    get carried() {
      return carried;
    },
  };
};
