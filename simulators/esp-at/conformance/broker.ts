import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes } from 'aedes';
import { generate } from 'mqtt-packet';
import type { HostMessage } from './host-action.ts';
import type { Cast } from './stand-ins.ts';

/** The MQTT broker of the recordings: in clear for anybody, and by TLS for clients of its authority. */
export interface Broker extends AsyncDisposable {
  readonly clearPort: number;
  readonly tlsPort: number;
  publish(message: HostMessage): Promise<void>;
  /** Somebody else connects under the id of every client that is there. */
  takeOver(): Promise<void>;
  /** Ends every connection. */
  cut(): void;
  /** Ends every connection, and refuses new ones until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const listen = async (server: Server, port: number): Promise<void> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
};

/** Connects, and stays as long as the broker lets it. */
const impersonate = async (port: number, clientId: string): Promise<void> => {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(
    generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clientId,
      clean: true,
      keepalive: 0,
    }),
  );
  await once(socket, 'data');
};

export const startBroker = async ({ ca, broker: identity }: Cast): Promise<Broker> => {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const clients = new Set<string>();
  aedes.on('client', ({ id }) => clients.add(id));
  aedes.on('clientDisconnect', ({ id }) => clients.delete(id));
  const take = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  };
  const clear = createServer((socket) => aedes.handle(socket));
  const tls = createTlsServer({ ...identity, ca, requestCert: true, noDelay: true }, (socket) => {
    aedes.handle(socket);
  });
  const servers = [clear, tls];
  for (const server of servers) {
    server.on('connection', take);
    await listen(server, 0);
  }
  const ports = servers.map(portOf);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const down = async (): Promise<void> => {
    const closed = servers
      .filter(({ listening }) => listening)
      .map((server) => once(server, 'close'));
    for (const server of servers) server.close();
    cut();
    await Promise.all(closed);
  };
  return {
    clearPort: ports[0] as number,
    tlsPort: ports[1] as number,
    publish: ({ topic, payload, qos, retain }) =>
      new Promise((resolve, reject) => {
        const bytes = Buffer.from(payload, 'latin1');
        const packet = { cmd: 'publish', topic, payload: bytes, qos, retain, dup: false } as const;
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
      }),
    takeOver: async () => {
      for (const id of [...clients]) await impersonate(ports[0] as number, id);
    },
    cut,
    down,
    up: async () => {
      for (const [i, server] of servers.entries()) {
        if (!server.listening) await listen(server, ports[i] as number);
      }
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await down();
    },
  };
};
