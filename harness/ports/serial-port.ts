import { stat } from 'node:fs/promises';
import { SerialPort } from 'serialport';
import type { BadInput } from '../../errors/bench-error.ts';
import { openingTrouble } from './errors.ts';
import { fromDuplex } from './from-duplex.ts';
import type { ModemLines, Port } from './port.ts';
import { noticeHangUp } from './unix-wire.ts';

/** `rts-cts` needs both wires; ESP-AT itself has RTS on and CTS off unless told (`AT+UART_DEF`). */
export type FlowControl = 'none' | 'rts-cts';

type Callback = (error: Error | null | undefined) => void;

const called = (action: (done: Callback) => void): Promise<void> =>
  new Promise((resolve, reject) => action((error) => (error ? reject(error) : resolve())));

const missing = (path: string): BadInput =>
  openingTrouble(
    'PORT_MISSING',
    `there is no ${path}: plug the board in, or look under /dev/serial/by-id for its name`,
  );

/** What the native binding's words mean, as seen with serialport 13 on Linux, macOS and Windows. The first match wins. */
const explain = (path: string, error: Error): BadInput => {
  const said = error.message;
  if (/cannot lock|busy|temporarily unavailable/i.test(said)) {
    return openingTrouble(
      'PORT_HELD',
      `${path} is in use by another program: close that terminal program or test run first`,
      error,
    );
  }
  if (/no such file|file not found/i.test(said)) return missing(path);
  if (/permission denied|access (?:is )?denied/i.test(said)) {
    // Windows says "Access denied" also of a port that another program holds.
    return openingTrouble(
      'PORT_DENIED',
      `${path} may not be opened by this user: join the group that owns it (often dialout), and close programs that use it`,
      error,
    );
  }
  return openingTrouble(
    'PORT_UNSUPPORTED',
    `${path} cannot be used as a serial port: ${said}`,
    error,
  );
};

/** The native binding would set a baud rate on anything it is given, so look what it is first. */
const checkDevice = async (path: string): Promise<void> => {
  if (!path.startsWith('/')) return;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? missing(path) : explain(path, error);
  });
  if (!found.isCharacterDevice()) {
    throw openingTrouble('PORT_UNSUPPORTED', `${path} is no serial port: it is a file or a folder`);
  }
};

/**
 * Opens a serial device, 8 data bits, no parity, 1 stop bit, for this program alone. It never lists the ports that
 * there are: that ends the process where `udevadm` is missing.
 * @throws BadInput `PORT_MISSING`, `PORT_HELD`, `PORT_DENIED`, `PORT_UNSUPPORTED`
 */
export const openSerial = async (
  path: string,
  baudRate: number,
  flowControl: FlowControl = 'none',
): Promise<Port> => {
  await checkDevice(path);
  const line = new SerialPort({
    path,
    baudRate,
    rtscts: flowControl === 'rts-cts',
    lock: true,
    autoOpen: false,
  });
  const change = (action: (done: Callback) => void): Promise<void> =>
    called(action).catch((error: Error) => {
      throw explain(path, error);
    });
  await change((done) => line.open(done));
  noticeHangUp(line.port);
  // Both are on after opening. The library turns on what it is not told.
  let lines: Required<ModemLines> = { dtr: true, rts: true };
  return fromDuplex(line, path, 'serial', {
    release: () => (line.isOpen ? called((done) => line.close(done)) : Promise.resolve()),
    setBaudRate: (rate) => change((done) => line.update({ baudRate: rate }, done)),
    setModemLines: (changed) => {
      lines = { ...lines, ...changed };
      return change((done) => line.set({ ...lines }, done));
    },
  });
};
