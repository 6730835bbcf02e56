import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { generate } from 'mqtt-packet';
import type { Limits } from '../options.ts';
import type { Conversation } from './conversation.ts';
import { Frames } from './frames.ts';
import type { Outlet } from './outlet.ts';
import { packetReader } from './packet-reader.ts';
import { Pace } from './rate.ts';
import { type Ending, end, type Verdict } from './verdict.ts';
import { malformation } from './well-formed.ts';

/** A dead or half-open peer, or a broker that does not finish, gets this long. */
const LET_GO_MS = 1000;
/** Of PUBLISH: the longest topic with its length, and the packet id, beside the payload. */
const AROUND_PAYLOAD = 2 + 256 + 2;

/**
 * Stands between a device's TLS socket and the broker and understands MQTT in both directions. Each packet is judged
 * before the broker can see it, in the order in which they came. Whoever ends the connection, the device sees what it
 * sees at AWS: what was answered before, close_notify, FIN.
 */
export class DeviceLink extends Duplex {
  readonly conversation: Conversation;
  readonly #socket: TLSSocket;
  readonly #incoming: Frames;
  readonly #outgoing = new Frames(Number.POSITIVE_INFINITY);
  readonly #outlet: Outlet;
  readonly #pace: Pace;
  readonly #read = packetReader();
  readonly #readOutgoing = packetReader();
  /** Set while the device has sent more than its share of a second. */
  #pause: NodeJS.Timeout | undefined;
  readonly #goOn = () => this.#pump();
  #isFull = false;
  #isEnding = false;
  /** Packets that the broker has and still has to answer. */
  #unanswered = 0;
  #peerHasEnded = false;

  constructor(socket: TLSSocket, conversation: Conversation, outlet: Outlet, limits: Limits) {
    super({ allowHalfOpen: true, emitClose: true });
    this.#socket = socket;
    this.#outlet = outlet;
    this.conversation = conversation;
    conversation.onHangUp = (ending) => this.hangUp(ending);
    conversation.toBroker = (packet) => {
      if (!this.#isEnding) this.push(generate(packet));
    };
    this.#incoming = new Frames(limits.maxPayloadBytes + AROUND_PAYLOAD);
    this.#pace = new Pace(limits.bytesPerSecond);
    socket.on('data', (chunk: Buffer) => {
      if (this.#isEnding) return;
      this.#incoming.append(chunk);
      this.#pump();
    });
    socket.on('end', () => {
      this.#peerHasEnded = true;
      this.#pump();
    });
    socket.on('close', () => {
      this.#peerHasEnded = true;
      this.#pump();
      this.#finish();
    });
  }

  /** Ends the connection once the broker has dealt with everything that was accepted so far. */
  hangUp(ending: Ending): void {
    this.conversation.endsBy(ending);
    this.#finish();
  }

  override _read(): void {
    this.#isFull = false;
    this.#pump();
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    // What nobody gets any more is no delivery.
    if (this.#socket.writable) this.#outgoing.append(chunk);
    for (
      let frame = this.#outgoing.take();
      frame instanceof Buffer;
      frame = this.#outgoing.take()
    ) {
      const wasConnecting = this.conversation.isConnecting;
      const packet = this.#readOutgoing(frame);
      const really = packet ? this.conversation.fromBroker(packet) : undefined;
      if (really) this.#outlet.transmit(really, () => this.conversation.sent(really));
      if (isAnswering(frame)) this.#answered();
      if (wasConnecting) setImmediate(() => this.#pump());
    }
    // The broker never waits for a device: it would let all others wait too.
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#isEnding = true;
    clearTimeout(this.#pause);
    if (error) {
      const detail = `The broker ended the connection: ${error.message}.`;
      this.conversation.endsBy({ reason: 'SERVER_ERROR', detail });
    }
    this.conversation.over();
    const socket = this.#socket;
    if (!socket.destroyed) {
      const timer = setTimeout(() => socket.destroy(), LET_GO_MS).unref();
      socket.once('close', () => clearTimeout(timer));
      // What the device still sends is read and dropped: unread bytes would turn FIN into a reset.
      socket.resume();
      socket.end();
    }
    done(null);
  }

  #pump(): void {
    while (!this.#isEnding && !this.#mustWait()) {
      const forbidden = this.conversation.forbids(this.#incoming.nextType);
      if (forbidden) {
        this.hangUp(forbidden);
        break;
      }
      const frame = this.#incoming.take();
      if (frame === null) break;
      if (typeof frame === 'string') {
        const detail = `The device sent a packet with a ${frame === 'too long' ? 'length that is too long' : frame}.`;
        this.hangUp({ reason: 'CLIENT_ERROR', detail });
        break;
      }
      this.#pace.spend(frame.length);
      const verdict = this.#judge(frame);
      if (verdict.kind === 'end') this.hangUp(verdict.ending);
      if (verdict.kind === 'swallow' && verdict.answer) this.#outlet.transmit(verdict.answer);
      if (verdict.kind === 'pass') {
        const really = verdict.instead ? generate(verdict.instead) : frame;
        if (isAsking(really)) this.#unanswered += 1;
        this.#isFull = !this.push(really);
      }
      if (verdict.kind === 'last') {
        this.push(frame);
        this.#finish();
      }
    }
    if (this.#isEnding) return;
    const mustWait = this.#mustWait();
    if (this.#peerHasEnded && !mustWait) this.#finish();
    else if (mustWait) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Also sees to it that the waiting ends. */
  #mustWait(): boolean {
    if (this.#isFull || this.conversation.isConnecting || this.#pause) return true;
    if (!this.#outlet.isRoomy) {
      // Whoever asks and does not read the answers is not heard until it does.
      this.#outlet.whenRoomy(this.#goOn);
      return true;
    }
    const waitMs = this.#pace.waitMs();
    if (waitMs === 0) return false;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#pump();
    }, waitMs).unref();
    return true;
  }

  #judge(frame: Buffer): Verdict {
    const packet = this.#read(frame);
    const fault = packet ? malformation(packet, frame) : 'a packet that is no MQTT 3.1.1';
    if (packet && fault === undefined) return this.conversation.fromDevice(packet);
    return end('CLIENT_ERROR', `The device sent ${fault}.`);
  }

  /** No more input for the broker: it ends its side when it has read the rest. */
  #finish(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#unanswered === 0) this.push(null);
    this.#socket.resume();
    const timer = setTimeout(() => this.destroy(), LET_GO_MS).unref();
    this.once('close', () => clearTimeout(timer));
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#isEnding && this.#unanswered === 0) this.push(null);
  }
}

/** Control packet types of MQTT 3.1.1, 2.2.1. */
const PUBLISH = 3;
const ASKING: readonly number[] = [8, 10, 12]; // SUBSCRIBE, UNSUBSCRIBE, PINGREQ
const ANSWERING: readonly number[] = [4, 9, 11, 13]; // PUBACK, SUBACK, UNSUBACK, PINGRESP

const isAsking = ([header = 0]: Buffer): boolean =>
  ASKING.includes(header >> 4) || (header >> 4 === PUBLISH && (header & 0b110) !== 0);

const isAnswering = ([header = 0]: Buffer): boolean => ANSWERING.includes(header >> 4);
