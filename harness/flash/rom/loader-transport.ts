import type { ReadableStreamDefaultReader } from 'node:stream/web';
import { ESPError, Transport } from 'esptool-js';
import { waitPatiently } from '../../ports/patience.ts';
import type { LoaderRecord } from './loader-record.ts';
import { SlipReader } from './slip.ts';
import type { WebSerialPort } from './web-serial.ts';

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * esptool-js's transport, with reading of our own. The library's looks every millisecond whether something has come,
 * copies a packet once for each of its bytes, prints on the terminal, and does not notice that a port is gone.
 */
export class LoaderTransport extends Transport {
  readonly #port: WebSerialPort;
  readonly #record: LoaderRecord;
  readonly #slip = new SlipReader();
  #packets: Uint8Array[] = [];
  #reader: Reader | undefined;
  #reading: Promise<void> = Promise.resolve();
  #failure: unknown;
  #wake: () => void = () => undefined;

  constructor(port: WebSerialPort, record: LoaderRecord) {
    super(port);
    this.#port = port;
    this.#record = record;
  }

  /** Why nothing can come any more: PortLost; undefined while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  override trace(message: string): void {
    this.#record.write(`${message}\n`);
  }

  override readLoop(): Promise<void> {
    this.#reader = this.#port.readable?.getReader();
    this.#reading = this.#readAll(this.#reader);
    return this.#reading;
  }

  /** The next packet. @param patienceMs how long nothing of a packet may come, whatever else does */
  override async read(patienceMs: number): Promise<Uint8Array> {
    for (;;) {
      const packet = this.#packets.shift();
      if (packet) return packet;
      if (this.#failure) throw this.#failure;
      if (!(await this.#somethingCame(patienceMs)))
        throw new ESPError(`Nothing came for ${patienceMs} ms`);
    }
  }

  override flushInput(): void {
    this.#packets = [];
    this.#slip.clear();
    this.#record.hear(this.#slip.takeStray());
  }

  override async disconnect(): Promise<void> {
    await this.#reader?.cancel();
    await this.#reading;
    this.#reader = undefined;
    this.flushInput();
    await this.#port.close();
  }

  async #readAll(reader: Reader | undefined): Promise<void> {
    if (!reader) return;
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        this.#packets.push(...this.#slip.take(value));
        // The text of a firmware that runs is no sign of a loader, however much of it there is.
        if (this.#packets.length > 0 || this.#slip.isInPacket) this.#wake();
      }
    } catch (error) {
      this.#failure = error;
      this.#wake();
    } finally {
      reader.releaseLock();
    }
  }

  #somethingCame(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (came: boolean): void => {
        stopWaiting();
        this.#wake = () => undefined;
        resolve(came);
      };
      const stopWaiting = waitPatiently(withinMs, () => settle(false));
      this.#wake = () => settle(true);
    });
  }
}
