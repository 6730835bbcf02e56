import type { Duplex } from 'node:stream';
import { openingTrouble } from './errors.ts';
import { fromDuplex } from './from-duplex.ts';
import type { Port } from './port.ts';
import { readPortUrl } from './port-url.ts';
import { type FlowControl, openSerial } from './serial-port.ts';
import { openTcp } from './tcp-port.ts';

/** What the AT port of every ESP-AT board starts with. */
const BAUD_RATE = 115_200;

/** Time for a `tcp://` port to take the connection. */
const CONNECT_MS = 5_000;

export interface OpenOptions {
  /** Serial ports only; 115200 unless told. */
  readonly baudRate?: number;
  /** Serial ports only; none unless told. */
  readonly flowControl?: FlowControl;
  /** Gives the host's end of a simulated wire by its name; without it there are no `sim://` ports. */
  readonly simulated?: (name: string) => Duplex | Promise<Duplex>;
  /** Patience for a `tcp://` port, 5 s unless told. */
  readonly withinMs?: number;
}

/**
 * Opens the wire that a bench file names: `/dev/ttyUSB0`, `COM3`, `serial:///dev/ttyUSB0`, `tcp://host:port`,
 * `sim://name`.
 * @throws BadInput with a code that says what is wrong, `PORT_MISSING` for instance
 */
export const openPort = async (
  url: string,
  { baudRate = BAUD_RATE, flowControl, simulated, withinMs = CONNECT_MS }: OpenOptions = {},
): Promise<Port> => {
  const address = readPortUrl(url);
  switch (address.kind) {
    case 'serial':
      return openSerial(address.path, baudRate, flowControl);
    case 'tcp':
      return openTcp(address.host, address.port, withinMs);
    case 'simulated': {
      if (!simulated) {
        throw openingTrouble('PORT_UNSUPPORTED', `${url} is a simulated board, and none runs here`);
      }
      return fromDuplex(await simulated(address.name), url, 'simulated');
    }
  }
};
