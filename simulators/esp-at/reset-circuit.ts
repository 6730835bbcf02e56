import type { TimerHandle, Timers } from '../network/timers.ts';

/** The modem lines that a host sets; true is asserted. */
export interface ModemLines {
  readonly dtr: boolean;
  readonly rts: boolean;
}

const RELEASED: ModemLines = { dtr: false, rts: false };

/** How long EN takes to rise, by its resistor of 10 kilohms and its capacitor of 1 microfarad. */
const RISE_MS = 10;

/** What the circuit moves. */
export interface ChipPins {
  /** EN has gone low: the chip stands still. */
  halt(): void;
  /** EN is high again: the chip starts, and looks at its pins. */
  start(): void;
}

/**
 * Two transistors on boards with a serial adapter, as Espressif draws them: RTS alone pulls EN down, DTR alone pulls IO0
 * down, both together do nothing. Because EN rises slowly, a host that sets one line after the other gets into the
 * loader as well.
 */
export class ResetCircuit {
  readonly #timers: Timers;
  readonly #pins: ChipPins;
  #lines = RELEASED;
  #rise: TimerHandle | undefined;
  #isLow = false;

  constructor(timers: Timers, pins: ChipPins) {
    this.#timers = timers;
    this.#pins = pins;
  }

  /** Is EN low, or not yet high again? */
  get isInReset(): boolean {
    return this.#isLow;
  }

  get isBootPinLow(): boolean {
    return this.#lines.dtr && !this.#lines.rts;
  }

  set lines(lines: ModemLines) {
    this.#lines = lines;
    if (lines.rts && !lines.dtr) this.#pull();
    else if (this.#isLow && !this.#rise) {
      this.#rise = this.#timers.setTimeout(() => this.#release(), RISE_MS);
    }
  }

  #pull(): void {
    if (this.#rise) this.#timers.clearTimeout(this.#rise);
    this.#rise = undefined;
    if (this.#isLow) return;
    this.#isLow = true;
    this.#pins.halt();
  }

  #release(): void {
    this.#rise = undefined;
    this.#isLow = false;
    this.#pins.start();
  }
}
