import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ClientHello } from '../../../harness/clouds/client-hello.ts';
import type { TlsAlert } from '../../../harness/clouds/events.ts';
import type { Moment } from '../../../harness/clouds/personality.ts';
import { type Clear, ClearText } from './clear-text.ts';
import { CLIENT_HELLO_MESSAGE, readClientHello } from './client-hello.ts';
import type { BreakOff } from './personality.ts';

/** What the tap noticed about a connection that may never have become one. */
export interface Noticed {
  /** Alerts in clear; those under encryption OpenSSL tells. */
  readonly alerts: { device: TlsAlert | null; cloud: TlsAlert | null };
  /** The first bytes, where they are no TLS. */
  notTls: Buffer | null;
  bytesFromDevice: number;
  /** What the device offered, once it has. */
  hello: ClientHello | null;
  /** How this side broke the handshake off on purpose, once it has. */
  brokenOff: BreakOff | null;
  /** `ECONNRESET` and the like. */
  error: NodeJS.ErrnoException | null;
}

const MESSAGE_ALERT = 21;
const TLS_1_2 = [3, 3];
const CHANGE_CIPHER_SPEC = Buffer.from([20, ...TLS_1_2, 0, 1, 1]);
const SERVER_HELLO_DONE_MESSAGE = 14;

/**
 * Stands between the TCP socket and TLS, lets every byte pass and reads along while the handshake is in clear. Also
 * the place where handshakes can be stalled, and alerts sent that Node's TLS cannot send.
 */
export class WireTap extends Duplex {
  readonly noticed: Noticed = {
    alerts: { device: null, cloud: null },
    notTls: null,
    bytesFromDevice: 0,
    hello: null,
    brokenOff: null,
    error: null,
  };
  /** Handshake messages of the device in clear; a listener may end the connection by `refuse`. */
  readonly handshakes = new EventEmitter<{ message: [type: number, body: Buffer] }>();
  readonly #socket: Socket;
  readonly #fromDevice = new ClearText();
  readonly #fromCloud = new ClearText();
  readonly #breakOff: BreakOff | undefined;
  #hasServerFlight = false;
  #refused = false;

  /** @param breakOff where the handshake is to end before its end */
  constructor(socket: Socket, breakOff?: BreakOff) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#breakOff = breakOff;
    socket.on('data', (chunk: Buffer) => {
      this.noticed.bytesFromDevice += chunk.length;
      const seen = this.#fromDevice.read(chunk);
      this.#notice(seen, 'device');
      this.#breakOffAt(seen);
      if (!this.#refused && !this.noticed.brokenOff && !this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.noticed.error = error;
    });
    socket.on('close', () => this.destroy());
  }

  /** Ends the connection with an alert in clear; possible until encryption begins. */
  refuse(alert: TlsAlert): void {
    this.#refused = true;
    this.noticed.alerts.cloud = alert;
    const level = alert.level === 'fatal' ? 2 : 1;
    this.#socket.end(Buffer.from([MESSAGE_ALERT, ...TLS_1_2, 0, 2, level, alert.number]));
    this.destroy();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#notice(this.#fromCloud.read(chunk), 'cloud');
    if (this.#refused || this.#socket.destroyed) done();
    else this.#socket.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#refused || this.#socket.writableEnded) this.#letGo();
    else this.#socket.destroy();
    done(error);
  }

  /** What was written is on its way: the device gets a moment to read it, and to close on its side. */
  #letGo(): void {
    const socket = this.#socket;
    if (socket.destroyed) return;
    const timer = setTimeout(() => socket.destroy(), LET_GO_MS).unref();
    socket.once('close', () => clearTimeout(timer));
    socket.once('end', () => socket.destroy());
    socket.resume();
  }

  /** From here on TLS hears nothing more from the device, and so has nothing more to say. */
  #breakOffAt(seen: readonly Clear[]): void {
    if (!this.#breakOff || this.noticed.brokenOff) return;
    const { at, by } = this.#breakOff;
    if (!this.#hasCome(at, seen)) return;
    this.noticed.brokenOff = this.#breakOff;
    // A reset behind it would overtake it: Node takes the two together for a polite close.
    if (by === 'reset') this.#socket.resetAndDestroy();
    else if (at === 'before-finished') this.#socket.write(CHANGE_CIPHER_SPEC);
  }

  #hasCome(moment: Moment, seen: readonly Clear[]): boolean {
    if (moment === 'before-server-hello') return this.noticed.hello !== null;
    if (moment === 'after-server-flight') return this.#hasServerFlight;
    return seen.some(({ kind }) => kind === 'encrypted');
  }

  #notice(seen: readonly Clear[], who: 'device' | 'cloud'): void {
    for (const clear of seen) {
      if (clear.kind === 'alert') this.noticed.alerts[who] ??= clear.alert;
      else if (clear.kind === 'not-tls' && who === 'device') this.noticed.notTls = clear.beginning;
      else if (clear.kind === 'handshake' && who === 'device') {
        if (clear.type === CLIENT_HELLO_MESSAGE) this.noticed.hello ??= readClientHello(clear.body);
        this.handshakes.emit('message', clear.type, Buffer.from(clear.body));
      } else if (clear.kind === 'handshake' && clear.type === SERVER_HELLO_DONE_MESSAGE) {
        this.#hasServerFlight = true;
      }
    }
  }
}

const LET_GO_MS = 1000;
