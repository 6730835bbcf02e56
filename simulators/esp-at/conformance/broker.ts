import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes } from 'aedes';
import type { Cast } from './stand-ins.ts';

/** What somebody else publishes. */
export interface HostMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
}

/** The MQTT broker of the recordings: in clear for anybody, and by TLS for clients of its authority. */
export interface Broker extends AsyncDisposable {
  readonly clearPort: number;
  readonly tlsPort: number;
  publish(message: HostMessage): Promise<void>;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export const startBroker = async ({ ca, broker: identity }: Cast): Promise<Broker> => {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const take = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  };
  const clear = createServer((socket) => aedes.handle(socket));
  const tls = createTlsServer({ ...identity, ca, requestCert: true, noDelay: true }, (socket) => {
    aedes.handle(socket);
  });
  for (const server of [clear, tls]) {
    server.on('connection', take);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  return {
    clearPort: portOf(clear),
    tlsPort: portOf(tls),
    publish: ({ topic, payload, qos }) =>
      new Promise((resolve, reject) => {
        const packet = {
          cmd: 'publish',
          topic,
          payload: Buffer.from(payload, 'latin1'),
          qos,
          retain: false,
          dup: false,
        } as const;
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
      }),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      for (const server of [clear, tls]) await new Promise((resolve) => server.close(resolve));
    },
  };
};
