import type { Duplex } from 'node:stream';
import { PortClosed, PortLost, PortWriteTimeout } from './errors.ts';
import { Incoming } from './incoming.ts';
import { waitPatiently } from './patience.ts';
import type { ModemLines, Port } from './port.ts';

/** Time for a wire to take what is sent, where the caller gives none. */
const WRITE_MS = 5_000;

/** Unread bytes beyond which the other end is held back, where the wire can do that. */
const HIGH_WATER_BYTES = 1 << 20;

/** What a stream cannot say by itself: how its wire is let go of, and what else that wire can do. */
export interface WireExtras {
  readonly release?: () => Promise<void>;
  readonly setBaudRate?: (baudRate: number) => Promise<void>;
  readonly setModemLines?: (lines: ModemLines) => Promise<void>;
}

class DuplexPort implements Port {
  readonly label: string;
  readonly kind: Port['kind'];
  readonly incoming: Incoming;
  readonly lost: Promise<PortLost>;
  readonly setBaudRate?: (baudRate: number) => Promise<void>;
  readonly setModemLines?: (lines: ModemLines) => Promise<void>;
  readonly #duplex: Duplex;
  readonly #release: () => Promise<void>;
  readonly #sending = new Set<(error: Error) => void>();
  #tellLost: (loss: PortLost) => void = () => undefined;
  #over: PortLost | PortClosed | undefined;
  #closing: Promise<void> | undefined;

  constructor(duplex: Duplex, label: string, kind: Port['kind'], extras: WireExtras) {
    this.#duplex = duplex;
    this.label = label;
    this.kind = kind;
    this.#release = extras.release ?? (() => letGo(duplex));
    if (extras.setBaudRate) this.setBaudRate = extras.setBaudRate;
    if (extras.setModemLines) this.setModemLines = extras.setModemLines;
    this.lost = new Promise((resolve) => {
      this.#tellLost = resolve;
    });
    this.incoming = new Incoming(() => duplex.isPaused() && duplex.resume());
    this.#watch();
  }

  async send(bytes: Uint8Array, withinMs = WRITE_MS): Promise<void> {
    if (this.#over) throw this.#over;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error | null): void => {
        stopWaiting();
        this.#sending.delete(settle);
        if (error)
          reject(this.#over ?? (error instanceof PortWriteTimeout ? error : this.#lose(error)));
        else resolve();
      };
      const stopWaiting = waitPatiently(withinMs, () =>
        settle(new PortWriteTimeout(this.label, bytes.length, withinMs)),
      );
      this.#sending.add(settle);
      this.#duplex.write(bytes, settle);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#letGo(new PortClosed(this.label));
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** There is a reader from the first moment on: without one, most wires do not notice that they were unplugged. */
  #watch(): void {
    const duplex = this.#duplex;
    duplex.on('data', (chunk: Uint8Array) => {
      this.incoming.put(chunk);
      if (this.incoming.waiting > HIGH_WATER_BYTES) duplex.pause();
    });
    duplex.on('error', (error) => this.#lose(error));
    duplex.once('end', () => this.#lose());
    duplex.once('close', (error?: unknown) => this.#lose(error));
  }

  #lose(cause?: unknown): PortLost | PortClosed {
    if (this.#over) return this.#over;
    const loss = new PortLost(this.label, cause ?? undefined);
    this.#closing = this.#letGo(loss);
    this.#tellLost(loss);
    return loss;
  }

  async #letGo(why: PortLost | PortClosed): Promise<void> {
    this.#over = why;
    this.incoming.end(why instanceof PortLost ? why : undefined);
    for (const settle of this.#sending) settle(why);
    await this.#release();
    this.#duplex.removeAllListeners('data');
  }
}

/** Says goodbye to the other end and is done when the stream is closed. */
const letGo = async (duplex: Duplex): Promise<void> => {
  if (duplex.closed) return;
  const closed = new Promise<void>((resolve) => duplex.once('close', () => resolve()));
  duplex.end();
  duplex.destroy();
  await closed;
};

/** Makes a port of any stream that goes both ways. The stream belongs to the port from then on. */
export const fromDuplex = (
  duplex: Duplex,
  label: string,
  kind: Port['kind'],
  extras: WireExtras = {},
): Port => new DuplexPort(duplex, label, kind, extras);
