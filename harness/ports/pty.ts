import { closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SerialPort } from 'serialport';
import { openingTrouble } from './errors.ts';
import { PtyMaster } from './pty-master.ts';

/** A serial device without a wire: what the host opens by `path` leads to `far`, the device's end. */
export interface Pty extends AsyncDisposable {
  /** For the host, `/dev/pts/3` for instance. */
  readonly path: string;
  /**
   * For the device. While nobody has the path open, bytes written here are lost, as a UART would lose them. It outlives
   * any number of hosts that open and close the path.
   */
  readonly far: PtyMaster;
  close(): Promise<void>;
}

/** The part of node-pty that opens a pair without starting a program in it. */
interface NativePty {
  open(columns: number, rows: number): { master: number; slave: number; pty: string };
}

const loadNative = (): NativePty => {
  if (process.platform === 'win32') {
    throw openingTrouble(
      'PORT_UNSUPPORTED',
      'Windows has no pseudo terminals that look like serial ports: use tcp:PORT instead of pty',
    );
  }
  try {
    const native: { requireBinary(file: string): NativePty } = createRequire(import.meta.url)(
      '@lydell/node-pty/requireBinary.js',
    );
    return native.requireBinary('pty.node');
  } catch (error) {
    throw openingTrouble(
      'PORT_UNSUPPORTED',
      'this machine has no pseudo terminals for us (node-pty offers no binary for it): use tcp:PORT instead of pty',
      error,
    );
  }
};

/**
 * Puts the path in raw mode before anybody else sees it: a fresh pty would echo to the device what the device says.
 * The serial binding does that whenever it opens a path, without `stty` or any other program, and the setting stays.
 */
const makeRaw = async (path: string): Promise<void> => {
  const host = await SerialPort.binding.open({ path, baudRate: 115_200, lock: false });
  await host.close();
};

/**
 * Opens a pair. `@lydell/node-pty` makes it, because it brings its binaries along, where socat would have to be
 * installed. Its own streams are left alone: they block the process when the pty is full, and give it up as soon as
 * the host closes the path.
 * @throws BadInput `PORT_UNSUPPORTED` where there are no ptys
 */
export const openPty = async (): Promise<Pty> => {
  const { master, slave, pty: path } = loadNative().open(80, 24);
  await makeRaw(path).finally(() => closeSync(slave));
  const far = new PtyMaster(master, path);
  const close = async (): Promise<void> => {
    if (far.closed) return;
    const closed = new Promise<void>((resolve) => far.once('close', () => resolve()));
    far.destroy();
    await closed;
  };
  return { path, far, close, [Symbol.asyncDispose]: close };
};
