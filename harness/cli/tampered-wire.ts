import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What a wire does to the bytes of either direction. Gives what goes on; nothing for nothing. */
export interface Interference {
  toBoard?(bytes: Buffer, wire: ProxiedWire): Buffer;
  toHost?(bytes: Buffer, wire: ProxiedWire): Buffer;
}

/** A wire with somebody in the middle. */
export interface ProxiedWire extends AsyncDisposable {
  readonly url: string;
  /** Breaks the connection of the moment. */
  cut(): void;
}

/** Puts somebody between the host and a `tcp://` port. */
export const startProxy = async (
  target: string,
  interference: Interference,
): Promise<ProxiedWire> => {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (host) => {
    const board = connect({ host: hostname, port: Number(port), noDelay: true });
    for (const [from, to, change] of [
      [host, board, interference.toBoard],
      [board, host, interference.toHost],
    ] as const) {
      open.add(from);
      from.on('data', (bytes: Buffer) => {
        const onward = change ? change(bytes, wire) : bytes;
        if (onward.length > 0 && !to.destroyed) to.write(onward);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const wire: ProxiedWire = {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      for (const socket of open) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      wire.cut();
      server.close();
      await once(server, 'close');
    },
  };
  return wire;
};
