import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Duplex, Transform } from 'node:stream';
import { BadInput } from '../../errors/bench-error.ts';
import type { SerialPlug } from '../../simulators/esp-at/host-end.ts';
import { openPty, type Pty } from '../ports/pty.ts';

/** Where a person plugs into a simulated port. */
export interface WireEnd extends AsyncDisposable {
  /** `/dev/pts/3`, or `tcp://127.0.0.1:4711`. */
  readonly url: string;
}

const HIGHEST_PORT = 65_535;

/** Whichever ends takes the other along. */
const tie = (one: Duplex, other: Duplex): void => {
  one.on('error', () => other.destroy());
  other.on('error', () => one.destroy());
  one.once('close', () => other.destroy());
  other.once('close', () => one.destroy());
};

/** Joins two streams until either ends. */
const join = (one: Duplex, other: Duplex): void => {
  tie(one, other);
  one.pipe(other).pipe(one);
};

/** A host that closes and comes back at once may be seen to come before it is seen to go. */
const CHANGE_OF_HOST_MS = 250;

const goes = async (held: Socket): Promise<boolean> => {
  if (held.closed) return true;
  const signal = AbortSignal.timeout(CHANGE_OF_HOST_MS);
  return once(held, 'close', { signal }).then(
    () => true,
    () => false,
  );
};

/** A wire has one host: a second connection is turned away while the first one holds. */
const serveTcp = async (port: number, plug: () => Duplex): Promise<WireEnd> => {
  let held: Socket | undefined;
  const take = async (socket: Socket): Promise<void> => {
    const before = held;
    if (before && !(await goes(before))) {
      socket.destroy();
      return;
    }
    // Of several who waited for the same host to go, the first has it now.
    if (held !== before || socket.destroyed) {
      socket.destroy();
      return;
    }
    held = socket;
    join(socket, plug());
  };
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    void take(socket);
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new BadInput(
      'PORT_UNAVAILABLE',
      `TCP port ${port} cannot be listened on (${(cause as NodeJS.ErrnoException).code}); name another one, or tcp:0 for any that is free.`,
      { cause },
    );
  }
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `tcp://127.0.0.1:${chosen}`,
    [Symbol.asyncDispose]: async () => {
      held?.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

/**
 * Joins a pty to the board's end, which has to know the host's rate. Nothing tells when that changes, so it is looked
 * at with each piece: before what the host has sent goes on, and behind what the board has sent.
 */
const joinRated = ({ far }: Pty, plug: SerialPlug): void => {
  const looking = (): Transform =>
    new Transform({
      transform: (chunk, _, done) => {
        far.hostBaudRate().then(
          (rate) => {
            plug.setBaudRate(rate);
            done(null, chunk);
          },
          // It can no longer be asked: the pty is closing.
          () => done(),
        );
      },
    });
  tie(far, plug);
  far.pipe(looking()).pipe(plug).pipe(looking()).pipe(far);
};

const servePty = async (plug: () => SerialPlug): Promise<WireEnd> => {
  const pty = await openPty();
  joinRated(pty, plug());
  return { url: pty.path, [Symbol.asyncDispose]: () => pty.close() };
};

/**
 * Offers a simulated port as `pty` or `tcp:PORT` (0: any that is free).
 * @param plug gives the host's end of the simulated wire, once a connection
 */
export const serveWire = (
  flag: string,
  where: string,
  plug: () => SerialPlug,
): Promise<WireEnd> => {
  if (where === 'pty') return servePty(plug);
  const port = Number(/^tcp:(\d{1,5})$/.exec(where)?.[1] ?? Number.NaN);
  if (port <= HIGHEST_PORT) return serveTcp(port, plug);
  throw new BadInput(
    'BAD_FLAG',
    `${flag} takes pty or tcp:PORT (tcp:0 for any that is free), not "${where}".`,
  );
};
