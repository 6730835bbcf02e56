import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A connection that bytes go through, encrypted or not. */
export interface Connection {
  readonly stream: Duplex;
  /** Closes it when all is sent, as the firmware does: TCP only, without a close_notify (seen on v3.4.0.0). */
  readonly hangUp: () => void;
  /** Ends it at once. */
  readonly drop: () => void;
}

/** A connection without TLS. */
export const plainConnection = (socket: Socket): Connection => ({
  stream: socket,
  hangUp: () => socket.destroySoon(),
  drop: () => socket.destroy(),
});
