import type { TlsAlert } from '../../../harness/clouds/events.ts';
import { tlsAlert } from './alerts.ts';

/** What one side of a handshake says before encryption begins. */
export type Clear =
  | { readonly kind: 'alert'; readonly alert: TlsAlert }
  | { readonly kind: 'handshake'; readonly type: number; readonly body: Buffer }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'not-tls'; readonly beginning: Buffer };

/** RFC 5246, 6.2.1. */
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
/** 2^14 and what TLS 1.2 allows for expansion. */
const MAX_RECORD = 16384 + 2048;
/** A flight with a long certificate chain; more than that nobody needs to say before Finished. */
const MAX_MESSAGE = 128 * 1024;

/**
 * Reads one direction of a TLS connection from its first byte, as long as it is in clear: records, and the handshake
 * messages in them however they are cut. Everything from the first encrypted record on is ignored. Never throws.
 */
export class ClearText {
  #pending: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #held = 0;
  #wanted = MESSAGE_HEADER;
  #isCipherChanged = false;
  #over = false;

  read(chunk: Uint8Array): Clear[] {
    if (this.#over) return [];
    const seen: Clear[] = [];
    this.#pending = Buffer.concat([this.#pending, chunk]);
    while (!this.#over && this.#pending.length > 0) {
      if (!looksLikeRecord(this.#pending)) {
        seen.push({ kind: 'not-tls', beginning: this.#pending.subarray(0, 16) });
        this.#end();
        break;
      }
      if (this.#pending.length < RECORD_HEADER) break;
      const end = RECORD_HEADER + this.#pending.readUInt16BE(3);
      if (this.#pending.length < end) break;
      const type = this.#pending[0] ?? 0;
      const body = this.#pending.subarray(RECORD_HEADER, end);
      this.#pending = this.#pending.subarray(end);
      seen.push(...this.#record(type, body));
    }
    return seen;
  }

  #record(type: number, body: Buffer): Clear[] {
    if (type === CHANGE_CIPHER_SPEC) {
      this.#isCipherChanged = true;
      return [];
    }
    if (this.#isCipherChanged || type === APPLICATION_DATA) {
      this.#end();
      return [{ kind: 'encrypted' }];
    }
    if (type === ALERT && body.length === 2) {
      return [{ kind: 'alert', alert: tlsAlert(body[0] ?? 2, body[1] ?? 0) }];
    }
    return type === HANDSHAKE ? this.#handshake(body) : [];
  }

  /** Parts are joined when a message is whole: so a message of many small records costs no more than another. */
  #handshake(body: Buffer): Clear[] {
    this.#parts.push(body);
    this.#held += body.length;
    if (this.#held < this.#wanted) return [];
    const seen: Clear[] = [];
    let bytes = Buffer.concat(this.#parts);
    for (;;) {
      this.#wanted = MESSAGE_HEADER + (bytes.length < MESSAGE_HEADER ? 0 : bytes.readUIntBE(1, 3));
      if (bytes.length < this.#wanted) break;
      const message = bytes.subarray(MESSAGE_HEADER, this.#wanted);
      seen.push({ kind: 'handshake', type: bytes[0] ?? 0, body: message });
      bytes = bytes.subarray(this.#wanted);
    }
    this.#parts = [bytes];
    this.#held = bytes.length;
    if (this.#wanted > MESSAGE_HEADER + MAX_MESSAGE) this.#end();
    return seen;
  }

  #end(): void {
    this.#over = true;
    this.#pending = Buffer.alloc(0);
    this.#parts = [];
  }
}

/** Judges from as many bytes of the header as there are. */
const looksLikeRecord = (bytes: Buffer): boolean => {
  const [type = 0, major = 3] = bytes;
  const isType = type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
  const isSize = bytes.length < RECORD_HEADER || bytes.readUInt16BE(3) <= MAX_RECORD;
  return isType && major === 3 && isSize;
};
