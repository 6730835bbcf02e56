import { Duplex } from 'node:stream';
import type { SerialPlug } from '../../../simulators/esp-at/host-end.ts';

/** A wire, made of what its other end does with what it is sent. */
export const wire = (write: (bytes: Buffer, wire: Duplex) => void): SerialPlug => {
  const duplex: Duplex = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => {
      write(bytes, duplex);
      done();
    },
  });
  return Object.assign(duplex, {
    setBaudRate: () => undefined,
    setModemLines: () => undefined,
  });
};

/** A wire that leads nowhere. */
export const nowhere = (): SerialPlug => wire(() => undefined);
