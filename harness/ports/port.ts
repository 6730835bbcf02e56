import type { PortLost } from './errors.ts';

/** The modem lines that a host sets, where the wire has them. */
export interface ModemLines {
  readonly dtr?: boolean;
  readonly rts?: boolean;
}

/**
 * A wire to one device. Real and simulated wires differ only in who made the stream behind it. Everything from the
 * first byte on is kept until somebody reads it, and the wire is watched all the time, so that unplugging is noticed.
 */
export interface Port extends AsyncDisposable {
  /** The other end, as a person in the lab would name it: `/dev/ttyUSB0`, `sim://board`. */
  readonly label: string;
  readonly kind: 'serial' | 'tcp' | 'simulated';
  /** For one reader at a time. Ends when the port is closed; throws PortLost, after the last byte, when the other end went away. */
  readonly incoming: AsyncIterable<Uint8Array>;
  /** Tells, by being fulfilled, that the other end went away; pending for ever if it never does. */
  readonly lost: Promise<PortLost>;
  /**
   * Hands bytes to the wire; done when the wire has taken them all. The caller leaves them unchanged until then.
   * @throws PortLost, PortClosed
   * @throws PortWriteTimeout when they are not taken `withinMs` (5 s unless told): how many went out is not known then
   */
  send(bytes: Uint8Array, withinMs?: number): Promise<void>;
  /** Lets go of the wire. Once is enough, twice does no harm. */
  close(): Promise<void>;
  /** Serial lines only. The rate in bits a second. */
  setBaudRate?(baudRate: number): Promise<void>;
  /** Serial lines only. A line that is not named stays as it is. */
  setModemLines?(lines: ModemLines): Promise<void>;
}
