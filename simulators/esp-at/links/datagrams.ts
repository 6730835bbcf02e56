import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import type { Endpoint } from '../../network/endpoint.ts';
import type { Connection } from '../tls/connection.ts';

interface Datagrams {
  /** A chunk is a datagram, both ways. */
  readonly connection: Connection;
  readonly localPort: number;
}

/**
 * Datagrams to and from one host alone. @param target where it really is; undefined: nowhere, and all that is sent is
 * lost, as it is where nobody listens
 */
export const openDatagrams = async (target: Endpoint | undefined): Promise<Datagrams> => {
  const socket = createSocket('udp4');
  const stream = new Duplex({
    objectMode: true,
    read: () => undefined,
    write: (datagram: Uint8Array, _encoding, done) => {
      if (target) socket.send(datagram, () => done());
      else done();
    },
    destroy: (error, done) => {
      socket.close(() => done(error));
    },
  });
  socket.on('error', () => undefined); // an unreachable port is silence to a UDP client
  socket.on('message', (datagram) => stream.push(datagram));
  if (target) {
    socket.connect(target.port, target.host);
    await once(socket, 'connect');
  } else {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const drop = (): void => {
    stream.destroy();
  };
  return { connection: { stream, hangUp: drop, drop }, localPort: socket.address().port };
};
