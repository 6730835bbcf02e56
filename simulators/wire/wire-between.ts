import { Duplex } from 'node:stream';
import type { SerialPlug } from '../esp-at/host-end.ts';
import type { Line, LineTo } from './line.ts';

/** What lies between a board's port and its host, in each direction. */
export interface Lines {
  readonly toBoard: LineTo;
  readonly toHost: LineTo;
}

class WireBetween extends Duplex implements SerialPlug {
  readonly #plug: SerialPlug;
  readonly #toBoard: Line;
  readonly #toHost: Line;
  #taken: Promise<void> = Promise.resolve();

  constructor(plug: SerialPlug, { toBoard, toHost }: Lines) {
    super({ allowHalfOpen: false });
    this.#plug = plug;
    this.#toBoard = toBoard((bytes) => {
      if (!plug.writable) return;
      this.#taken = new Promise((resolve) => plug.write(bytes, () => resolve()));
    });
    this.#toHost = toHost((bytes) => {
      if (!this.destroyed && !this.push(bytes)) plug.pause();
    });
    plug.on('data', (bytes: Buffer) => this.#toHost.carry(bytes, () => undefined));
    plug.once('error', (error) => this.destroy(error));
    plug.once('close', () => this.destroy());
  }

  /** Behind what is on its way to the board, which was sent at the rate before. */
  setBaudRate(baud: number): void {
    if (this.writableLength === 0) this.#plug.setBaudRate(baud);
    else this.write('', () => this.#plug.setBaudRate(baud));
  }

  /** At once: they are wires of their own. */
  setModemLines(lines: Parameters<SerialPlug['setModemLines']>[0]): void {
    this.#plug.setModemLines(lines);
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // Taken by the wire is not taken by the board, whose own line may be slow.
    this.#toBoard.carry(Buffer.from(bytes), () => void this.#taken.then(() => done()));
  }

  override _read(): void {
    this.#plug.resume();
  }

  override _final(done: () => void): void {
    this.#plug.end();
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#toBoard.cut();
    this.#toHost.cut();
    this.#plug.destroy();
    done(error);
  }
}

/** A port of a simulated board as its host has it behind a wire. */
export const wireBetween = (plug: SerialPlug, lines: Lines): SerialPlug =>
  new WireBetween(plug, lines);
