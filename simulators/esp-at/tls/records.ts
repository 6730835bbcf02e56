/** Content types (RFC 5246, section 6.2.1). */
export const CHANGE_CIPHER_SPEC = 20;
export const ALERT = 21;
export const HANDSHAKE = 22;

/** Handshake types (RFC 5246, section 7.4). */
export const SERVER_HELLO = 2;
export const CERTIFICATE = 11;

const HEADER_BYTES = 5;

/** A TLS record: its type and version, what it carries, and all of its bytes. */
export interface TlsRecord {
  readonly type: number;
  readonly version: number;
  readonly content: Buffer;
  readonly bytes: Buffer;
}

export const record = (type: number, version: number, content: Uint8Array): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(type, 0);
  header.writeUInt16BE(version, 1);
  header.writeUInt16BE(content.length, 3);
  return Buffer.concat([header, content]);
};

export interface HandshakeMessage {
  readonly type: number;
  readonly body: Buffer;
}

export const handshakeMessage = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type]), uint24(body.length), body]);

/** Cuts a byte stream into records. What does not look like TLS comes out as one piece, once. */
export class RecordReader {
  #pending: Buffer = Buffer.alloc(0);

  *take(chunk: Uint8Array): Generator<TlsRecord> {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.#pending.readUInt16BE(3);
      if (this.#pending.length < end) return;
      const bytes = this.#pending.subarray(0, end);
      this.#pending = this.#pending.subarray(end);
      yield {
        type: bytes.readUInt8(0),
        version: bytes.readUInt16BE(1),
        content: bytes.subarray(HEADER_BYTES),
        bytes,
      };
    }
  }

  /** False once bytes have come that no TLS record begins with. */
  get looksLikeTls(): boolean {
    const [type = HANDSHAKE, major = 3] = this.#pending;
    return type >= CHANGE_CIPHER_SPEC && type <= 23 && major === 3;
  }

  /** What has come of the next record; taken out, for a stream that is not looked at any longer. */
  rest(): Buffer {
    const rest = this.#pending;
    this.#pending = Buffer.alloc(0);
    return rest;
  }
}

/** Joins the contents of handshake records and cuts them into messages: one may span records or share one. */
export class HandshakeReader {
  #pending: Buffer = Buffer.alloc(0);

  *take(content: Uint8Array): Generator<HandshakeMessage> {
    this.#pending = Buffer.concat([this.#pending, content]);
    while (this.#pending.length >= 4) {
      const end = 4 + this.#pending.readUIntBE(1, 3);
      if (this.#pending.length < end) return;
      const message = this.#pending.subarray(0, end);
      this.#pending = this.#pending.subarray(end);
      yield { type: message.readUInt8(0), body: message.subarray(4) };
    }
  }
}

/** The certificates (DER) of a Certificate message, the sender's own first. @throws RangeError */
export const certificatesIn = (body: Buffer): Buffer[] => {
  const certificates: Buffer[] = [];
  for (let at = 3; at < body.length; ) {
    const start = at + 3;
    at = start + body.readUIntBE(at, 3);
    if (at > body.length) throw new RangeError('a certificate is longer than its message');
    certificates.push(body.subarray(start, at));
  }
  return certificates;
};

/** The body of a Certificate message. */
export const certificateBody = (certificates: readonly Uint8Array[]): Buffer => {
  const list = Buffer.concat(certificates.flatMap((der) => [uint24(der.length), der]));
  return Buffer.concat([uint24(list.length), list]);
};

/** The cipher suite that a ServerHello has chosen. */
export const chosenSuite = (serverHello: Buffer): number => {
  const sessionIdBytes = serverHello.readUInt8(34);
  return serverHello.readUInt16BE(35 + sessionIdBytes);
};

/** Reads a message, or gives the alert that one deserves whose lengths lead out of it. */
export const readOr = <T>(alert: number, read: () => T): T | number => {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return alert;
    throw error;
  }
};

const uint24 = (value: number): Buffer => {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(value, 0, 3);
  return bytes;
};
