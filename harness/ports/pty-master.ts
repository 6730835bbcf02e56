import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { LinuxPortBinding } from '@serialport/bindings-cpp';
import { Readiness } from './readiness.ts';

/** How often a pty that nobody has open is looked at: the system has no event for somebody opening it. */
const LOOK_MS = 20;

/** How long to wait with a full pty that claims to be writable: its host is just going away. */
const FULL_MS = 5;

const BLOCK_BYTES = 1 << 16;

const LIKE_A_HOST = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * The device's end of a pty, as a stream that hosts may come to and go from. Its descriptor never blocks; the native
 * serial binding, which knows how to wait on a descriptor, says when there is something to do.
 */
export class PtyMaster extends Duplex {
  readonly #descriptor: number;
  readonly #path: string;
  readonly #wire: LinuxPortBinding;
  readonly #readiness: Readiness;
  readonly #block = Buffer.allocUnsafe(BLOCK_BYTES);
  #hasHost = false;
  #isWaiting = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(descriptor: number, path: string) {
    super({ allowHalfOpen: false });
    this.#descriptor = descriptor;
    this.#path = path;
    // Waiting needs none of the settings of a serial line.
    this.#wire = new LinuxPortBinding(descriptor, {} as never);
    this.#readiness = new Readiness(this.#wire);
  }

  /** The rate at which the path's host has set its end, or had when it left. */
  async hostBaudRate(): Promise<number> {
    // The two ends share their settings (Linux: tty_ioctl(4)).
    const { baudRate } = await this.#wire.getBaudRate();
    return baudRate;
  }

  override _read(): void {
    if (!this.#isWaiting) this.#receive();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#hasHost || this.#isHostBack()) this.#give(chunk, done);
    else done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#wire.close().then(
      () => done(error),
      (failure: Error) => done(error ?? failure),
    );
  }

  /** Reads all there is, as far as it is wanted, then waits for more. */
  #receive(): void {
    this.#isWaiting = false;
    let isWanted = true;
    while (isWanted && !this.destroyed) {
      const count = this.#take();
      if (count === 0) {
        this.#wait();
        return;
      }
      isWanted = this.push(Buffer.from(this.#block.subarray(0, count)));
    }
  }

  /** The count of bytes that came, and by the way whether a host is there at all. */
  #take(): number {
    const hadHost = this.#hasHost;
    try {
      const count = readSync(this.#descriptor, this.#block);
      this.#hasHost = count > 0;
      return count;
    } catch (error) {
      // EIO: nobody has the path open. EAGAIN: somebody has, and says nothing.
      this.#hasHost = codeOf(error) === 'EAGAIN';
      return 0;
    } finally {
      if (hadHost && !this.#hasHost) this.#forget();
    }
  }

  #wait(): void {
    this.#isWaiting = true;
    if (this.#hasHost) {
      this.#readiness.once('readable', () => this.#receive());
    } else {
      this.#timer = setTimeout(() => this.#receive(), LOOK_MS);
    }
  }

  /** A host may have come since the last look. */
  #isHostBack(): boolean {
    const count = this.#take();
    if (count > 0) this.push(Buffer.from(this.#block.subarray(0, count)));
    return this.#hasHost;
  }

  #give(chunk: Buffer, done: () => void, isSecondTry = false): void {
    const left = this.#hasHost && !this.destroyed ? this.#put(chunk) : chunk.subarray(0, 0);
    const again = (): void => this.#give(left, done, left.length === chunk.length);
    if (left.length === 0) done();
    else if (isSecondTry) setTimeout(again, FULL_MS);
    else this.#readiness.once('writable', again);
  }

  /** Gives what is left when the pty is full; what nobody can get any more counts as gone. */
  #put(chunk: Buffer): Buffer {
    try {
      return chunk.subarray(writeSync(this.#descriptor, chunk));
    } catch (error) {
      return codeOf(error) === 'EAGAIN' ? chunk : chunk.subarray(0, 0);
    }
  }

  /** Throws away what the last host left unread: the next one would take it for news. */
  #forget(): void {
    const asHost = openSync(this.#path, LIKE_A_HOST);
    try {
      while (readSync(asHost, this.#block) > 0);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
    } finally {
      closeSync(asHost);
    }
  }
}
