/** A piece of a message, as the firmware hands it to its AT port: with the topic each time and no total. */
export interface MessagePart {
  readonly topic: string;
  readonly payload: Buffer;
}

/** What a message's own head says of it, and how much of its payload came before a part. */
export interface MessageHead {
  readonly qos: number;
  readonly id: number | undefined;
  readonly retain: boolean;
  /** It was sent before, and may have come then. */
  readonly dup: boolean;
  readonly offset: number;
}

/** What a byte stream from the broker consists of. */
export type Inbound =
  | { readonly kind: 'packet'; readonly bytes: Buffer }
  | ({ readonly kind: 'part'; readonly head: MessageHead } & MessagePart)
  /** A message is complete. */
  | { readonly kind: 'message'; readonly qos: number; readonly id: number | undefined };

/** The broker broke MQTT's framing; the client drops the connection. */
export class MalformedPacket extends Error {}

const PUBLISH = 3;

interface OpenMessage {
  readonly topic: string;
  readonly qos: number;
  readonly id: number | undefined;
  readonly retain: boolean;
  readonly dup: boolean;
  taken: number;
  remaining: number;
  /** Size of the next part. */
  next: number;
}

/**
 * Cuts the stream into packets, and a PUBLISH that is larger than the client's input buffer into parts: the first is
 * what the buffer has room for behind the packet's own head, each later one what a read gives, here always a full
 * buffer (seen on v3.4.0.0).
 */
export class InboundSplitter {
  readonly #bufferBytes: number;
  #pending: Buffer = Buffer.alloc(0);
  #message: OpenMessage | undefined;

  constructor(bufferBytes: number) {
    this.#bufferBytes = bufferBytes;
  }

  /** @throws MalformedPacket */
  *take(chunk: Uint8Array): Generator<Inbound> {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const items = this.#message ? this.#continue(this.#message) : this.#begin();
      if (items === undefined) return;
      yield* items;
    }
  }

  /** The next packet, or the first part of a long message; undefined while too little has come. */
  #begin(): Inbound[] | undefined {
    const head = readHead(this.#pending);
    if (head === undefined) return undefined;
    const total = head.bytes + head.remaining;
    if (this.#pending.readUInt8(0) >> 4 !== PUBLISH) {
      return this.#pending.length < total
        ? undefined
        : [{ kind: 'packet', bytes: this.#cut(total) }];
    }
    const room = Math.min(total, this.#bufferBytes);
    if (this.#pending.length < room) return undefined;
    const qos = (this.#pending.readUInt8(0) >> 1) & 3;
    const headBytes =
      head.bytes + 2 + topicBytes(this.#pending, head.bytes, room) + (qos > 0 ? 2 : 0);
    if (qos === 3 || headBytes > room) throw new MalformedPacket('PUBLISH with a bad head');
    const bytes = this.#cut(headBytes);
    this.#message = {
      topic: bytes.toString('utf8', head.bytes + 2, headBytes - (qos > 0 ? 2 : 0)),
      qos,
      id: qos > 0 ? bytes.readUInt16BE(headBytes - 2) : undefined,
      retain: (bytes.readUInt8(0) & 1) === 1,
      dup: (bytes.readUInt8(0) & 8) === 8,
      taken: 0,
      remaining: total - headBytes,
      next: room - headBytes,
    };
    return this.#continue(this.#message);
  }

  #continue(message: OpenMessage): Inbound[] | undefined {
    if (this.#pending.length < message.next) return undefined;
    const payload = this.#cut(message.next);
    const { topic, qos, id, retain, dup, taken: offset } = message;
    message.taken += payload.length;
    message.remaining -= payload.length;
    message.next = Math.min(message.remaining, this.#bufferBytes);
    const part: Inbound = { kind: 'part', topic, payload, head: { qos, id, retain, dup, offset } };
    if (message.remaining > 0) return [part];
    this.#message = undefined;
    return [part, { kind: 'message', qos: message.qos, id: message.id }];
  }

  #cut(bytes: number): Buffer {
    const cut = this.#pending.subarray(0, bytes);
    this.#pending = this.#pending.subarray(bytes);
    return cut;
  }
}

/** How long a fixed header is and how much follows it ([MQTT 3.1.1] section 2.2). */
const readHead = (bytes: Buffer): { bytes: number; remaining: number } | undefined => {
  let remaining = 0;
  for (let at = 1; at <= 4; at += 1) {
    const digit = bytes[at];
    if (digit === undefined) return undefined;
    remaining += (digit & 0x7f) * 128 ** (at - 1);
    if (digit < 0x80) return { bytes: at + 1, remaining };
  }
  throw new MalformedPacket('a remaining length of more than four bytes');
};

const topicBytes = (bytes: Buffer, at: number, room: number): number => {
  if (at + 2 > room) throw new MalformedPacket('PUBLISH without a topic');
  return bytes.readUInt16BE(at);
};
