import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { startNetwork } from '../../network/start-network.ts';
import { parseWorld } from '../../network/world.ts';
import { type BenchBoard, benchBoard } from '../bench-board.ts';
import type { BoardOptions } from '../board.ts';

const OK = '\r\nOK\r\n';

/** A host at 10.0.2.2, port 7, and under the name peer.test, as long as a test needs it. */
export interface Peer extends AsyncDisposable {
  readonly port: number;
  /** The next connection that comes, or has come and was not asked for. */
  accept(): Promise<Socket>;
}

/** @param tls with which it shakes hands; left out: none */
export const startPeer = async (tls?: TlsOptions): Promise<Peer> => {
  const server: Server = tls ? createTlsServer(tls) : createServer();
  const all = new Set<Socket>();
  const waiting: Socket[] = [];
  server.on('connection', (socket) => {
    all.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    waiting.push(socket);
    server.emit('accepted');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    accept: async () => {
      while (waiting.length === 0) await once(server, 'accepted');
      return waiting.shift() as Socket;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of all) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

/** A board that has joined the air in which the peer is; nobody listens on port 9. */
export const joinedBoard = async (
  { port }: { readonly port: number },
  options: Partial<BoardOptions> = {},
): Promise<BenchBoard> => {
  const around = await startNetwork(
    parseWorld(`
accessPoints: [{ssid: air, security: open}]
names: {peer.test: 10.0.2.2}
routes: {"10.0.2.2:7": "127.0.0.1:${port}", "10.0.2.2:9": "127.0.0.1:9"}
`),
  );
  const bench = await benchBoard({ network: around.network, ...options });
  await bench.at.ask('AT+CWMODE=1\r\n', OK);
  await bench.at.ask('AT+CWJAP="air",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);
  return {
    ...bench,
    async [Symbol.asyncDispose]() {
      await bench[Symbol.asyncDispose]();
      await around[Symbol.asyncDispose]();
    },
  };
};

/** A board with an open link, and the peer's end of it. */
export const linkedBoard = async (
  peer: Peer,
  options: Partial<BoardOptions> = {},
): Promise<BenchBoard & { readonly socket: Socket }> => {
  const bench = await joinedBoard(peer, options);
  await bench.at.ask('AT+CIPSTART="TCP","10.0.2.2",7\r\n', `CONNECT\r\n${OK}`);
  return { ...bench, socket: await peer.accept() };
};

/** What comes over a socket, until it is so many bytes. */
export const bytesFrom = async (socket: Socket, length: number): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for (let left = length; left > 0; ) {
    const piece = socket.read() as Buffer | null;
    if (piece) {
      pieces.push(piece);
      left -= piece.length;
    } else await once(socket, 'readable');
  }
  return Buffer.concat(pieces);
};

/** Waits until the other side has ended a connection; what it sent before is dropped. */
export const endOf = async (socket: Socket): Promise<void> => {
  socket.resume();
  if (!socket.closed) await once(socket, 'close');
};
