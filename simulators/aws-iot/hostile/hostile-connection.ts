import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import * as tls from 'node:tls';

/** Longer than the stand-in under siege lets anybody do nothing. */
const PATIENCE_MS = 15_000;
/** How long an attacker stays that the stand-in tolerates. */
const STAY_MS = 20;
const DRIP_MS = 150;

/** What a good device says first. */
export const clientHello = (): Promise<Buffer> =>
  new Promise((resolve) => {
    const wire = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        resolve(chunk);
        done();
      },
    });
    tls.connect({ socket: wire }).on('error', () => {});
  });

/** Opens, attacks, and sees to it that the connection is over. However it ends is fine, as long as it does. */
export const to = async (
  socket: Socket,
  open: string,
  attack: () => Promise<unknown>,
): Promise<void> => {
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.on('error', () => {});
  socket.on('data', () => {});
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the stand-in let it stay for ever')));
  });
  late.catch(() => {});
  try {
    await Promise.race([
      late,
      ended,
      once(socket, open)
        .then(attack)
        .catch(() => {}),
    ]);
    await Promise.race([late, ended]);
  } finally {
    socket.destroy();
  }
};

/** Says something; it is for the other side to end it then. */
export const say = async (socket: Socket, ...chunks: readonly Uint8Array[]): Promise<void> => {
  socket.write(Buffer.concat(chunks));
};

/** Goes after a moment, without a farewell. */
export const leave = async (socket: Socket, ...chunks: readonly Uint8Array[]): Promise<void> => {
  socket.write(Buffer.concat(chunks));
  await pause(STAY_MS);
  socket.destroy();
};

/** Byte by byte, slower than anybody has patience for. */
export const drip = async (socket: Socket, bytes: Uint8Array): Promise<void> => {
  for (const one of bytes) {
    if (socket.destroyed) return;
    socket.write(Uint8Array.of(one));
    await pause(DRIP_MS);
  }
};
