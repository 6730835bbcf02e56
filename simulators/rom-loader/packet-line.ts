import type { Uart } from '../esp-at/uart.ts';
import { SlipReader, slipFrame } from './slip.ts';

/** The log UART as the loader uses it: packets in, packets out. */
export class PacketLine {
  readonly #uart: Uart;
  readonly #signal: AbortSignal;
  #waiting: Buffer[] = [];
  #onPacket: (() => void) | undefined;

  /**
   * Takes over the port. The first packet, whichever that is, settles its rate.
   * @param longest what the buffer for a packet takes, in bytes
   * @param signal ends every wait for a packet, and lets go of the port
   */
  constructor(uart: Uart, longest: number, signal: AbortSignal) {
    this.#uart = uart;
    this.#signal = signal;
    const reader = new SlipReader(longest);
    uart.measuresRate = true;
    uart.onReceive((bytes) => {
      this.#waiting.push(...reader.take(bytes));
      if (this.#waiting.length === 0) return;
      uart.measuresRate = false;
      this.#onPacket?.();
    });
    const letGo = (): void => {
      uart.onReceive(() => undefined);
      this.#onPacket?.();
    };
    signal.addEventListener('abort', letGo, { once: true });
  }

  send(packet: Uint8Array): void {
    this.#uart.write(slipFrame(packet));
  }

  /** The next packet of the host. Rejects with the signal's reason. */
  async next(): Promise<Buffer> {
    for (;;) {
      this.#signal.throwIfAborted();
      const packet = this.#waiting.shift();
      if (packet) return packet;
      await new Promise<void>((resolve) => {
        this.#onPacket = resolve;
      });
      this.#onPacket = undefined;
    }
  }

  /** Resolves when all that was sent is out. */
  async sent(): Promise<void> {
    await this.#uart.sent();
  }

  /** Both directions run at this rate, once all that was sent is out. */
  async changeRate(baud: number): Promise<void> {
    await this.sent();
    this.#uart.line = { ...this.#uart.line, baud };
  }

  get baud(): number {
    return this.#uart.line.baud;
  }
}
