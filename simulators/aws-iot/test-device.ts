import { once } from 'node:events';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import {
  generate,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
  type PacketCmd,
  parser,
} from 'mqtt-packet';
import type { StandIn } from './stand-in.ts';

/** For what a test waits for and gets, however busy the machine is. */
const PATIENCE_MS = 25_000;

/** A device for tests that sends what it is told, packet by packet, and notes what comes back and how it ended. */
export class TestDevice implements AsyncDisposable {
  readonly received: Packet[] = [];
  readonly #socket: TLSSocket;
  /** `clean` after close_notify or FIN, else the error's code. */
  readonly ended: Promise<string>;

  constructor(socket: TLSSocket) {
    this.#socket = socket;
    const reading = parser();
    reading.on('packet', (packet) => this.received.push(packet));
    socket.on('data', (chunk) => {
      reading.parse(chunk);
      socket.emit('packets');
    });
    let how = 'clean';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      how = error.code ?? error.message;
    });
    this.ended = once(socket, 'close').then(() => how);
  }

  /** Several packets leave in one piece. */
  send(...packets: (Packet | Buffer)[]): void {
    this.#socket.write(
      Buffer.concat(packets.map((packet) => (Buffer.isBuffer(packet) ? packet : generate(packet)))),
    );
  }

  /** The next packet of a kind, or one that came already; taken out of `received`. */
  async next(cmd: PacketCmd): Promise<Packet> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const index = this.received.findIndex((packet) => packet.cmd === cmd);
      const found = this.received.splice(index, index < 0 ? 0 : 1)[0];
      if (found) return found;
      await once(this.#socket, 'packets', { signal });
    }
  }

  /** Sends PINGREQ and waits: whatever was sent before has been dealt with, and the connection still stands. */
  async ping(): Promise<void> {
    this.send({ cmd: 'pingreq' });
    await this.next('pingresp');
  }

  /** Lets what comes pile up. */
  stopReading(): void {
    this.#socket.pause();
  }

  cut(): void {
    this.#socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    await this.ended;
  }
}

export const connectPacket = (more: Partial<IConnectPacket> = {}): IConnectPacket => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clientId: 'sdk-java',
  clean: true,
  keepalive: 60,
  ...more,
});

/** Credentials of a device, or none. */
export type Login = { readonly certificatePem: string; readonly keyPem: string } | null;

/** A secured connection to a stand-in, nothing sent on it yet. */
export const secure = async (
  standIn: StandIn,
  login: Login,
  options: ConnectionOptions = {},
): Promise<TestDevice> => {
  const socket = connect({
    host: standIn.endpoint.host,
    port: standIn.endpoint.port,
    ca: standIn.rootCaPem,
    ...(login ? { cert: login.certificatePem, key: login.keyPem } : {}),
    ...options,
  });
  await once(socket, 'secureConnect', { signal: AbortSignal.timeout(PATIENCE_MS) });
  return new TestDevice(socket);
};

/** A device that has its CONNACK. */
export const logIn = async (
  standIn: StandIn,
  login: Login,
  more: Partial<IConnectPacket> = {},
  options: ConnectionOptions = {},
): Promise<TestDevice> => {
  const device = await secure(standIn, login, options);
  device.send(connectPacket(more));
  await device.next('connack');
  return device;
};

/** A message to publish; QoS 1 with a packet id, else QoS 0. */
export const publishPacket = (
  topic: string,
  payload: string | Buffer,
  messageId?: number,
): IPublishPacket => ({
  cmd: 'publish',
  topic,
  payload,
  qos: messageId === undefined ? 0 : 1,
  dup: false,
  retain: false,
  ...(messageId === undefined ? {} : { messageId }),
});

/** Subscribes and gives the SUBACK. */
export const subscribe = async (
  device: TestDevice,
  ...filters: readonly [topic: string, qos: 0 | 1][]
): Promise<Packet> => {
  device.send({
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: filters.map(([topic, qos]) => ({ topic, qos })),
  });
  return device.next('suback');
};

/** Topics of the messages that a device got and nobody took out yet. */
export const topicsOf = (device: TestDevice): string[] =>
  device.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.topic] : []));
