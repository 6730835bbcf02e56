import type { LoaderChip } from './loader-chip.ts';

/** Starts a transfer of the user's own; reads 0 again when it is over. */
const START = 1 << 18;
/** The commands of a flash chip that hosts send this way, and which tell something. */
const READ_IDENTITY = 0x9f;
/** Nothing drives the line of a chip that was never attached. */
const NOBODY = 0xffff_ffff;

/** What the registers have to do with. */
export interface Surroundings {
  readonly mac: string;
  /** In bytes. */
  readonly flashSize: number;
  /** Of the UART, at the moment. */
  readonly baud: () => number;
  /** Has the flash chip been connected to the controller? */
  readonly isFlashAttached: () => boolean;
}

/**
 * The registers of a chip, as far as hosts look at them. Those of the SPI controller do what it would do: a command to
 * the flash chip is carried out when the controller is told to.
 */
export class Registers {
  readonly #chip: LoaderChip;
  readonly #around: Surroundings;
  readonly #values: Map<number, number>;

  constructor(chip: LoaderChip, around: Surroundings) {
    this.#chip = chip;
    this.#around = around;
    const [low, high] = chip.macRegisters;
    const mac = Buffer.from(around.mac.replaceAll(':', ''), 'hex');
    this.#values = new Map([
      ...chip.registers,
      [high, mac.readUInt16BE(0)],
      [low, mac.readUInt32BE(2)],
    ]);
  }

  read(address: number): number {
    const { uartDivider } = this.#chip;
    if (address === uartDivider?.address) {
      return Math.round(uartDivider.clockHz / this.#around.baud());
    }
    return this.#values.get(address) ?? 0;
  }

  /** @param mask bits that are 0 in it stay as they are */
  write(address: number, value: number, mask: number): void {
    const { spi } = this.#chip;
    const written = ((value & mask) | (this.read(address) & ~mask)) >>> 0;
    if (address === spi.command && (written & START) !== 0) {
      this.#values.set(spi.firstWord, this.#askFlash());
      this.#values.set(address, (written & ~START) >>> 0);
      return;
    }
    this.#values.set(address, written);
  }

  #askFlash(): number {
    const { spi, flashType } = this.#chip;
    const { flashSize, isFlashAttached } = this.#around;
    const bits = this.read(spi.answerBits) + 1;
    const kept = 2 ** Math.min(32, bits) - 1;
    if (!isFlashAttached()) return (NOBODY & kept) >>> 0;
    if ((this.read(spi.user2) & 0xff) !== READ_IDENTITY) return 0;
    return (((Math.log2(flashSize) << 16) | flashType) & kept) >>> 0;
  }
}
