import {
  generate,
  type IConnackPacket,
  type IConnectPacket,
  type Packet,
  parser,
} from 'mqtt-packet';
import { pause, type Timers } from '../../network/timers.ts';
import type { Connection } from '../tls/connection.ts';
import { type Inbound, InboundSplitter, type MessageHead, type MessagePart } from './inbound.ts';
import { KeepAlive } from './keep-alive.ts';
import type { MqttSeams } from './mqtt-seams.ts';
import type { MqttTimes } from './mqtt-times.ts';
import { Outbox } from './outbox.ts';

interface SessionOptions {
  readonly connection: Connection;
  readonly bufferBytes: number;
  readonly timers: Timers;
  readonly times: MqttTimes;
  readonly random: () => number;
  readonly seams: MqttSeams;
  readonly onPart: (part: MessagePart) => void;
}

/** What came of CONNECT: the server's answer, or none. */
export type Greeting = IConnackPacket | 'closed' | 'silence';

const PROTOCOL = { protocolVersion: 4 } as const;

/** MQTT 3.1.1 over one connection, from CONNECT to its end. */
export class MqttSession {
  /** Resolves when the connection has gone, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  readonly #parser = parser(PROTOCOL);
  readonly #end = new AbortController();
  #keepAlive: KeepAlive | undefined;
  #lastId: number;
  #hasSpoken = false;
  #greet: ((greeting: Greeting) => void) | undefined;
  /** Somebody was answered: they go on before the next packet is looked at. */
  #hasAnswered = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#lastId = Math.floor(options.random() * 0xffff);
    this.#outbox = new Outbox(options.timers, options.times, (packet) => this.#send(packet));
    this.#parser.on('packet', (packet) => this.#receive(packet));
    this.#parser.on('error', () => this.drop());
    this.ended = this.#read();
    // Whoever watches the connection hears of its end before those who wait for an answer.
    void this.ended.then(turn).then(() => this.#outbox.lose());
  }

  get isOpen(): boolean {
    return !this.#end.signal.aborted;
  }

  /** Introduces the client and waits for the server's CONNACK. */
  async connect(packet: IConnectPacket): Promise<Greeting> {
    const { timers, times } = this.#options;
    const greeting = new Promise<Greeting>((resolve) => {
      this.#greet = resolve;
    });
    const timer = timers.setTimeout(() => this.#greet?.('silence'), times.connackMs);
    this.#send(packet);
    const came = await greeting;
    timers.clearTimeout(timer);
    if (typeof came === 'object' && came.returnCode === 0) {
      this.#keepAlive = new KeepAlive({
        timers,
        ms: (packet.keepalive ?? 0) * 1000 * times.pingShare,
        ping: () => this.#send({ cmd: 'pingreq' }),
        onSilence: () => this.drop(),
      });
    }
    return came;
  }

  /** Waits as the client does before it first speaks; false if the connection went meanwhile. */
  async ready(): Promise<boolean> {
    const { timers, times } = this.#options;
    if (!this.#hasSpoken && times.firstPacketMs > 0) {
      this.#hasSpoken = true;
      await pause(timers, times.firstPacketMs, this.#end.signal).catch(() => undefined);
    }
    if (!this.isOpen) await this.ended.then(turn);
    return this.isOpen;
  }

  /** Sends what has no answer. */
  tell(packet: Packet): void {
    this.#hasSpoken = true;
    this.#send(packet);
  }

  /** Sends what is answered, under an id of its own, and waits for the answer. */
  exchange(packet: Packet): Promise<Packet | 'lost'> {
    this.#hasSpoken = true;
    this.#lastId = (this.#lastId % 0xffff) + 1;
    return this.#outbox.exchange(this.#lastId, { ...packet, messageId: this.#lastId });
  }

  /** Takes leave with DISCONNECT, closes, and waits until that is done. */
  async leave(): Promise<void> {
    if (this.isOpen) {
      this.#send({ cmd: 'disconnect' });
      this.#options.connection.hangUp();
    }
    await this.ended;
  }

  /** Ends the connection at once. */
  drop(): void {
    this.#options.connection.drop();
  }

  async #read(): Promise<void> {
    const { connection, bufferBytes, seams } = this.#options;
    const splitter = new InboundSplitter(bufferBytes);
    try {
      for await (const chunk of connection.stream as AsyncIterable<Buffer>) {
        for (const item of splitter.take(seams.arrive?.(chunk) ?? chunk)) {
          this.#take(item);
          if (this.#hasAnswered) await turn();
          this.#hasAnswered = false;
        }
      }
    } catch {
      // A reset, a broken record or a malformed packet: the client only knows that the connection has gone.
    }
    connection.drop();
    this.#end.abort();
    this.#keepAlive?.stop();
    this.#greet?.('closed');
  }

  #take(item: Inbound): void {
    if (item.kind === 'packet') {
      this.#parser.parse(item.bytes);
    } else if (item.kind === 'part') {
      const { deliver, acknowledgesFirst } = this.#options.seams;
      if (acknowledgesFirst && item.head.offset === 0) this.#acknowledge(item.head);
      for (const part of deliver?.(item, item.head) ?? [item]) this.#options.onPart(part);
    } else if (!this.#options.seams.acknowledgesFirst) {
      this.#acknowledge(item);
    }
  }

  #acknowledge({ qos, id }: Pick<MessageHead, 'qos' | 'id'>): void {
    if (qos === 0 || id === undefined) return;
    this.#send({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId: id });
  }

  #receive(received: Packet): void {
    for (const packet of this.#options.seams.receive?.(received) ?? [received]) {
      this.#answer(packet);
    }
  }

  #answer(packet: Packet): void {
    const id = packet.messageId;
    if (packet.cmd === 'connack') {
      this.#greet?.(packet);
      this.#hasAnswered = true;
    } else if (packet.cmd === 'pingresp') {
      this.#keepAlive?.answered();
    } else if (packet.cmd === 'pubrec') {
      this.#outbox.proceed(id ?? 0, { cmd: 'pubrel', messageId: id ?? 0 });
    } else if (packet.cmd === 'pubrel') {
      this.#send({ cmd: 'pubcomp', messageId: id ?? 0 });
    } else {
      this.#hasAnswered = this.#outbox.acknowledge(id, packet) || this.#hasAnswered;
    }
  }

  #send(packet: Packet): void {
    const { connection, seams } = this.#options;
    for (const going of seams.send?.(packet) ?? [packet]) {
      if (connection.stream.writable) connection.stream.write(generate(going, PROTOCOL));
    }
  }
}

/** Lets everybody who was answered go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
