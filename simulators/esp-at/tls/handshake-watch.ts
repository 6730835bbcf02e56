import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import {
  ALERT,
  CERTIFICATE,
  CHANGE_CIPHER_SPEC,
  certificateBody,
  certificatesIn,
  chosenSuite,
  HANDSHAKE,
  type HandshakeMessage,
  HandshakeReader,
  handshakeMessage,
  RecordReader,
  readOr,
  record,
  SERVER_HELLO,
  type TlsRecord,
} from './records.ts';

/** The server's first flight, as far as a client judges it. */
interface ServerFlight {
  /** DER, the server's own certificate first. */
  readonly certificates: readonly Buffer[];
  readonly suite: number;
}

export interface HandshakeWatchOptions {
  readonly socket: Socket;
  /** Called when the server has shown its certificates; an alert number refuses it. */
  readonly judge: (flight: ServerFlight) => number | undefined;
  /** Sent in the place of the certificate that Node has, where that is only a stand-in (DER). */
  readonly presented?: readonly Uint8Array[] | undefined;
  readonly helloRecordVersion: number;
}

const FATAL = 2;
const DECODE_ERROR = 50;

/**
 * Stands between Node's TLS and the socket and reads the handshake of TLS 1.2 and before, which is in the clear up to
 * ChangeCipherSpec. Node judges a server only after its own Finished; here the server is refused where mbedTLS does
 * it: on its Certificate message, with an alert in the place of the client's next flight.
 */
export class HandshakeWatch extends Duplex {
  readonly #options: HandshakeWatchOptions;
  readonly #incoming = new RecordReader();
  readonly #outgoing = new RecordReader();
  readonly #messages = new HandshakeReader();
  #isIncomingEncrypted = false;
  #isOutgoingEncrypted = false;
  #isFirstOut = true;
  /** Written by Node and not sent yet. */
  readonly #flight: Buffer[] = [];
  #isFlightOver = false;
  #hasChangedCipher = false;
  #suite = 0;
  #alertSent: number | undefined;
  #alertReceived: number | undefined;
  #isRefused = false;
  #isForeign = false;

  constructor(options: HandshakeWatchOptions) {
    super({ allowHalfOpen: true });
    this.#options = options;
    const { socket } = options;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** The fatal alert that went out in the clear, ours or Node's. */
  get alertSent(): number | undefined {
    return this.#alertSent;
  }

  get alertReceived(): number | undefined {
    return this.#alertReceived;
  }

  /** The server was refused for its certificates; nothing that Node writes goes out any more. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** What came is not TLS. */
  get isForeign(): boolean {
    return this.#isForeign;
  }

  override _read(): void {
    if (this.#isRefused) return;
    this.#options.socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    const { socket } = this.#options;
    if (this.#isRefused || !socket.writable) {
      done();
      return;
    }
    if (this.#isOutgoingEncrypted) {
      socket.write(chunk, () => done());
      return;
    }
    for (const outgoing of this.#outgoing.take(chunk)) {
      this.#flight.push(this.#hasChangedCipher ? outgoing.bytes : this.#rewrite(outgoing));
      // A flight ends with the hello, with an alert, or with Finished, which follows ChangeCipherSpec.
      this.#isOutgoingEncrypted ||= this.#hasChangedCipher;
      this.#hasChangedCipher ||= outgoing.type === CHANGE_CIPHER_SPEC;
      this.#isFlightOver ||= this.#isOutgoingEncrypted || outgoing.type === ALERT;
    }
    if (!this.#isFlightOver) {
      done();
      return;
    }
    if (this.#isOutgoingEncrypted) this.#flight.push(this.#outgoing.rest());
    // One segment, where mbedTLS sends several: a server that refuses the first message resets the connection when
    // more comes, and Node then drops the alert unread.
    socket.write(Buffer.concat(this.#flight.splice(0)), () => done());
    this.#isFlightOver = false;
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#isRefused) this.#options.socket.destroySoon();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // After a refusal the socket ends by itself, when the alert is out.
    if (!this.#isRefused) this.#options.socket.destroy();
    done(error);
  }

  #receive(chunk: Buffer): void {
    if (this.#isRefused) return;
    if (this.#isIncomingEncrypted) {
      this.#give(chunk);
      return;
    }
    for (const incoming of this.#incoming.take(chunk)) {
      if (!this.#isIncomingEncrypted) this.#look(incoming);
      if (this.#isRefused) return;
      this.#give(incoming.bytes);
    }
    if (this.#isIncomingEncrypted || !this.#incoming.looksLikeTls) {
      this.#isForeign ||= !this.#isIncomingEncrypted;
      this.#isIncomingEncrypted = true;
      const rest = this.#incoming.rest();
      if (rest.length > 0) this.#give(rest);
    }
  }

  #give(bytes: Buffer): void {
    if (!this.push(bytes)) this.#options.socket.pause();
  }

  #look({ type, version, content }: TlsRecord): void {
    if (type === CHANGE_CIPHER_SPEC) this.#isIncomingEncrypted = true;
    if (type === ALERT && content[0] === FATAL) this.#alertReceived = content[1];
    if (type !== HANDSHAKE) return;
    for (const message of this.#messages.take(content)) {
      const alert = this.#judge(message);
      if (alert !== undefined) {
        this.#refuse(alert, version);
        return;
      }
    }
  }

  #judge({ type, body }: HandshakeMessage): number | undefined {
    const flight = readOr(DECODE_ERROR, () => {
      if (type === SERVER_HELLO) this.#suite = chosenSuite(body);
      if (type !== CERTIFICATE) return undefined;
      return { certificates: certificatesIn(body), suite: this.#suite };
    });
    return typeof flight === 'object' ? this.#options.judge(flight) : flight;
  }

  #refuse(alert: number, version: number): void {
    const { socket } = this.#options;
    this.#isRefused = true;
    this.#alertSent = alert;
    socket.resume(); // what is read cannot make the closing socket send a reset ahead of the alert
    socket.write(record(ALERT, version, Buffer.from([FATAL, alert])));
    socket.destroySoon();
    this.push(null);
  }

  #rewrite({ type, version, content, bytes }: TlsRecord): Buffer {
    if (this.#isFirstOut) {
      this.#isFirstOut = false;
      this.#isFlightOver = true;
      // The record header is no part of what the handshake signs.
      return record(type, this.#options.helloRecordVersion, content);
    }
    if (type === ALERT && content[0] === FATAL) this.#alertSent = content[1];
    const { presented } = this.#options;
    if (type === HANDSHAKE && content[0] === CERTIFICATE && presented && content.length > 7) {
      // The server then checks CertificateVerify with a key that did not sign it: as with a real foreign key.
      return record(type, version, handshakeMessage(CERTIFICATE, certificateBody(presented)));
    }
    return bytes;
  }
}
