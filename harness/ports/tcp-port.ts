import { connect, type Socket } from 'node:net';
import { openingTrouble } from './errors.ts';
import { fromDuplex } from './from-duplex.ts';
import { waitPatiently } from './patience.ts';
import type { Port } from './port.ts';

/** An idle link is probed this often, so that a board server that vanished without a word is noticed. */
const KEEP_ALIVE_MS = 5_000;

const connected = (host: string, port: number, label: string, withinMs: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const give = (error: Error): void => {
      stopWaiting();
      socket.destroy();
      reject(error);
    };
    const stopWaiting = waitPatiently(withinMs, () =>
      give(
        openingTrouble(
          'PORT_TIMEOUT',
          `${label} did not answer within ${withinMs} ms: check the address and the way there`,
        ),
      ),
    );
    socket.once('error', (error) =>
      give(
        openingTrouble(
          'PORT_REFUSED',
          `${label} takes no connection (${error.message}): start what should listen there, or correct the address`,
          error,
        ),
      ),
    );
    socket.once('connect', () => {
      stopWaiting();
      socket.removeAllListeners('error');
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      resolve(socket);
    });
  });

/**
 * Raw bytes over TCP: an emulator's UART, a raw ser2net port.
 * @throws BadInput `PORT_REFUSED`, `PORT_TIMEOUT`
 */
export const openTcp = async (host: string, port: number, withinMs: number): Promise<Port> => {
  const label = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return fromDuplex(await connected(host, port, label, withinMs), label, 'tcp');
};
