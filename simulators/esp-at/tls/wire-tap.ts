import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { ALERT, CHANGE_CIPHER_SPEC, HANDSHAKE, HandshakeReader, RecordReader } from './records.ts';

/** What passed on the wire, in order: `device ClientHello`, `server alert 48`. For tests. */
export interface WireTap extends AsyncDisposable {
  readonly port: number;
  /** Handshake messages and alerts of both sides, each with its side. */
  readonly seen: readonly string[];
  /** All bytes of the device's first record. */
  readonly hello: Buffer;
  /** Resolves when both sides of the latest connection have ended. */
  ended(): Promise<void>;
}

const MESSAGES: Readonly<Record<number, string>> = {
  1: 'ClientHello',
  2: 'ServerHello',
  4: 'NewSessionTicket',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  13: 'CertificateRequest',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
};

/** Listens on a port of its own and passes everything on to `target` on this computer, unchanged. */
export const tapWire = async (target: number): Promise<WireTap> => {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const hello: Buffer[] = [];
  let ends: Promise<unknown> = Promise.resolve();
  const server = createServer({ allowHalfOpen: true }, (device) => {
    const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    for (const socket of [device, far]) {
      sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    }
    const readDevice = reader('device', seen, hello);
    const readServer = reader('server', seen);
    device
      .on('data', readDevice)
      .on('close', () => far.destroy())
      .pipe(far);
    far
      .on('data', readServer)
      .on('close', () => device.end())
      .pipe(device);
    ends = Promise.all([device, far].map((socket) => closed(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    get hello() {
      return Buffer.concat(hello);
    },
    async ended() {
      await ends;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));

const reader = (side: string, seen: string[], hello?: Buffer[]): ((chunk: Buffer) => void) => {
  const records = new RecordReader();
  const messages = new HandshakeReader();
  let isEncrypted = false;
  return (chunk) => {
    for (const { type, content, bytes } of records.take(chunk)) {
      if (hello?.length === 0) hello.push(Buffer.from(bytes));
      if (isEncrypted) continue;
      if (type === ALERT) seen.push(`${side} alert ${content[1]}`);
      if (type === HANDSHAKE) {
        for (const message of messages.take(content)) {
          seen.push(`${side} ${MESSAGES[message.type] ?? message.type}`);
        }
      }
      if (type === CHANGE_CIPHER_SPEC) {
        seen.push(`${side} ChangeCipherSpec`);
        isEncrypted = true;
      }
    }
  };
};
