import { createServer, type DropArgument, type Server, type Socket } from 'node:net';
import { type HandshakeParts, shakeHands } from './handshake.ts';

/** How long a device may take to close its side when the listener closes. */
const CLOSING_MS = 250;

export interface ListenerParts extends HandshakeParts {
  /** Of more at a time the last to come is refused: so a flood has an end. */
  readonly maxConnections: number;
}

/** A TCP server that counts connections and takes each through a TLS handshake. */
export class TlsListener {
  readonly server: Server;
  readonly #parts: ListenerParts;
  readonly #sockets = new Set<Socket>();
  #count = 0;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
    // Without noDelay small packets wait for the device's delayed acknowledgements, 40 ms each.
    this.server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      this.#take(socket),
    );
    this.server.maxConnections = parts.maxConnections;
    this.server.on('drop', (who) => this.#turnAway(who));
  }

  /** Takes no more connections; those that there are get a moment to end, then they are cut. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, CLOSING_MS);
    await closed;
    clearTimeout(timer);
  }

  #turnAway({ remoteAddress = '', remotePort = 0 }: DropArgument = {}): void {
    const { report, maxConnections } = this.#parts;
    this.#count += 1;
    report({
      kind: 'tls-refused',
      connection: this.#count,
      remote: `${remoteAddress}:${remotePort}`,
      by: 'cloud',
      code: 'TOO_MANY_CONNECTIONS',
      alert: null,
      hello: null,
      personality: null,
      detail: `The stand-in takes ${maxConnections} connection(s) at a time, and as many are open.`,
    });
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#count += 1;
    const ipAddress = socket.remoteAddress ?? '';
    const remote = `${ipAddress}:${socket.remotePort ?? 0}`;
    shakeHands(socket, { connection: this.#count, remote, ipAddress }, this.#parts);
  }
}
