import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { generate, type Packet, type PacketCmd, parser } from 'mqtt-packet';

/** A broker's side of one connection: every packet is noted, and answered as the test says. For tests. */
export class BrokerConnection {
  readonly socket: Socket;
  readonly packets: Packet[] = [];
  readonly #waiting = new Set<() => void>();
  #read = 0;

  constructor(socket: Socket, answer: (packet: Packet) => Packet | undefined) {
    this.socket = socket;
    const incoming = parser({ protocolVersion: 4 });
    incoming.on('packet', (packet) => {
      this.packets.push(packet);
      const reply = answer(packet);
      if (reply) this.send(reply);
      for (const wake of this.#waiting) wake();
    });
    socket.on('data', (chunk) => incoming.parse(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const wake of this.#waiting) wake();
    });
  }

  send(packet: Packet): void {
    this.socket.write(generate(packet, { protocolVersion: 4 }));
  }

  /** The next packet of a kind after the one this gave last; others are skipped. */
  async next<C extends PacketCmd>(cmd: C): Promise<Extract<Packet, { cmd: C }>> {
    for (;;) {
      while (this.#read < this.packets.length) {
        const packet = this.packets[this.#read];
        this.#read += 1;
        if (packet?.cmd === cmd) return packet as Extract<Packet, { cmd: C }>;
      }
      if (this.socket.destroyed) throw new Error(`the client closed before ${cmd}`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  async closed(): Promise<void> {
    if (!this.socket.destroyed) await once(this.socket, 'close');
  }
}

const ANSWERS: { readonly [C in PacketCmd]?: (packet: Packet) => Packet } = {
  connect: () => ({ cmd: 'connack', returnCode: 0, sessionPresent: false }),
  pingreq: () => ({ cmd: 'pingresp' }),
  subscribe: ({ messageId = 0 }) => ({ cmd: 'suback', messageId, granted: [1] }),
  unsubscribe: ({ messageId = 0 }) => ({ cmd: 'unsuback', messageId, granted: [] }),
  pubrec: ({ messageId = 0 }) => ({ cmd: 'pubrel', messageId }),
  pubrel: ({ messageId = 0 }) => ({ cmd: 'pubcomp', messageId }),
};

/** A broker that answers as brokers do, except where it is told otherwise; null is silence. */
export class ScriptedBroker implements AsyncDisposable {
  readonly connections: BrokerConnection[] = [];
  answers: { readonly [C in PacketCmd]?: ((packet: Packet) => Packet) | null } = {};
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.connections.push(new BrokerConnection(socket, (packet) => this.#answer(packet)));
      server.emit('ready');
    });
  }

  static async start(): Promise<ScriptedBroker> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedBroker(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The connection that comes as the n-th, from 0. */
  async connection(n: number): Promise<BrokerConnection> {
    while (!this.connections[n]) await once(this.#server, 'ready');
    return this.connections[n];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.connections) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(packet: Packet): Packet | undefined {
    const scripted = this.answers[packet.cmd];
    if (scripted === null) return undefined;
    const acknowledges = packet.cmd === 'publish' && packet.qos > 0;
    const byDefault = acknowledges
      ? (): Packet => ({
          cmd: packet.qos === 1 ? 'puback' : 'pubrec',
          messageId: packet.messageId ?? 0,
        })
      : ANSWERS[packet.cmd];
    return (scripted ?? byDefault)?.(packet);
  }
}
