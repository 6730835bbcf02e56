import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { generate, type IConnectPacket, type Packet, type PacketCmd, parser } from 'mqtt-packet';
import { type BrokerMessage, wireOf } from './broker-message.ts';

/** How a broker without TLS treats those who call. */
export interface PlainManners {
  /** The code of its CONNACK; 0, which lets in, unless told. */
  readonly welcome?: number;
  /** The first packet of this kind is not answered: its connection is dropped. */
  readonly dropsAt?: PacketCmd;
  /** Said in the middle: behind what the guest publishes, and before it is acknowledged. */
  readonly interjects?: BrokerMessage;
}

const PROTOCOL = { protocolVersion: 4 } as const;

/** What a broker says to a packet that goes well; undefined: nothing. */
const answerTo = (packet: Packet, { welcome = 0 }: PlainManners): Packet | undefined => {
  const { messageId = 0 } = packet;
  switch (packet.cmd) {
    case 'connect':
      return { cmd: 'connack', returnCode: welcome, sessionPresent: false };
    case 'publish':
      return packet.qos === 0
        ? undefined
        : { cmd: packet.qos === 1 ? 'puback' : 'pubrec', messageId };
    case 'subscribe':
      return { cmd: 'suback', messageId, granted: packet.subscriptions.map(({ qos }) => qos) };
    case 'unsubscribe':
      return { cmd: 'unsuback', messageId, granted: [] };
    case 'pubrec':
      return { cmd: 'pubrel', messageId };
    case 'pubrel':
      return { cmd: 'pubcomp', messageId };
    case 'pingreq':
      return { cmd: 'pingresp' };
    default:
      return undefined;
  }
};

/** The one board that calls a broker without TLS, in one connection or several, and every packet it has sent. */
export class PlainGuest extends EventEmitter<{ said: [packet: Packet] }> {
  readonly #said: Packet[] = [];
  readonly #manners: PlainManners;
  #hasDropped = false;
  #socket: Socket | undefined;

  constructor(manners: PlainManners) {
    super();
    this.#manners = manners;
  }

  /** All its packets in order, over all its connections. */
  get said(): readonly Packet[] {
    return this.#said;
  }

  /** How it introduced itself, each time. */
  get introductions(): readonly IConnectPacket[] {
    return this.#said.filter((packet) => packet.cmd === 'connect');
  }

  welcome(socket: Socket): void {
    const packets = parser(PROTOCOL);
    packets.on('packet', (packet) => this.#take(packet, socket));
    packets.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    socket.on('data', (chunk) => packets.parse(chunk));
    socket.on('error', () => undefined);
    this.#socket = socket;
  }

  write(bytes: Uint8Array): void {
    this.#socket?.write(bytes);
  }

  #take(packet: Packet, socket: Socket): void {
    this.#said.push(packet);
    if (packet.cmd === 'disconnect') socket.end();
    else if (packet.cmd === this.#manners.dropsAt && !this.#hasDropped) {
      this.#hasDropped = true;
      socket.destroy();
    } else {
      const { interjects } = this.#manners;
      if (interjects && packet.cmd === 'publish') socket.write(wireOf(interjects));
      const answer = answerTo(packet, this.#manners);
      if (answer && socket.writable) socket.write(generate(answer, PROTOCOL));
    }
    this.emit('said', packet);
  }
}
