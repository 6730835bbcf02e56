import { ReadableStream, WritableStream } from 'node:stream/web';
import type { Port } from '../../ports/port.ts';

/** What of a browser's serial port esptool-js asks for (WICG, Web Serial API). */
export interface WebSerialPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number }): Promise<void>;
  close(): Promise<void>;
  setSignals(signals: {
    readonly dataTerminalReady?: boolean;
    readonly requestToSend?: boolean;
  }): Promise<void>;
  getInfo(): { readonly usbVendorId?: number; readonly usbProductId?: number };
  /** Where it is there, esptool-js changes the rate in place. */
  setBaudRate?(baudRate: number): Promise<void>;
}

/** A block of 16 KB, every byte of it escaped, takes 3 s at 115200 baud. */
const WRITE_MS = 10_000;

const readableOf = (port: Port): ReadableStream<Uint8Array> => {
  const bytes = port.incoming[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await bytes.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await bytes.return?.()),
    },
    // What nobody has asked for yet stays in the port, for its next reader.
    { highWaterMark: 0 },
  );
};

/**
 * A port of ours as esptool-js wants one. It is opened and closed as often as one likes and the port lives on: closing
 * only lets go of its bytes, and opening sets its rate where it has one.
 */
export const webSerialPort = (port: Port): WebSerialPort => {
  let readable: WebSerialPort['readable'] = null;
  let writable: WebSerialPort['writable'] = null;
  const setBaudRate = port.setBaudRate?.bind(port);
  return {
    get readable() {
      return readable;
    },
    get writable() {
      return writable;
    },
    open: async ({ baudRate }) => {
      if (readable) throw new TypeError(`${port.label} is open already`);
      await setBaudRate?.(baudRate);
      readable = readableOf(port);
      writable = new WritableStream({ write: (bytes) => port.send(bytes, WRITE_MS) });
    },
    close: async () => {
      if (readable?.locked) throw new TypeError(`${port.label} is still being read`);
      await readable?.cancel();
      readable = null;
      writable = null;
    },
    setSignals: async ({ dataTerminalReady: dtr, requestToSend: rts }) =>
      port.setModemLines?.({
        ...(dtr === undefined ? {} : { dtr }),
        ...(rts === undefined ? {} : { rts }),
      }),
    getInfo: () => ({}),
    ...(setBaudRate ? { setBaudRate } : {}),
  };
};
