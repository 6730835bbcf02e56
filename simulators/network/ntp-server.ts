import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { NTP_BYTES, writeTimestamp } from './ntp-packet.ts';

export interface NtpServerOptions {
  /** The time it tells, in milliseconds since 1970; the computer's own by default. */
  readonly now?: () => number;
  /** 0: the system chooses. */
  readonly port?: number;
  readonly host?: string;
  /** A server that hears and never answers, asked at each request. */
  readonly silent?: boolean | (() => boolean);
}

export interface RunningNtpServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** `address:port`, as a world's `ntp` wants it. */
  readonly endpoint: string;
  /** How many requests it has heard. */
  readonly asked: number;
}

const CLIENT_MODE = 3;
const SERVER_MODE = 4;

/** An SNTP server over UDP (RFC 4330), stratum 2. */
export const startNtpServer = async ({
  now = Date.now,
  port = 0,
  host = '127.0.0.1',
  silent = false,
}: NtpServerOptions = {}): Promise<RunningNtpServer> => {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (request, { address, port: from }) => {
    if (request.length < NTP_BYTES || ((request[0] ?? 0) & 7) !== CLIENT_MODE) {
      return;
    }
    asked += 1;
    if (typeof silent === 'function' ? silent() : silent) {
      return;
    }
    socket.send(answer(request, now()), from, address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  const bound = socket.address();
  return {
    address: bound.address,
    port: bound.port,
    endpoint: `${bound.address}:${bound.port}`,
    get asked() {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
};

const answer = (request: Buffer, epochMs: number): Buffer => {
  const reply = Buffer.alloc(NTP_BYTES);
  const version = (request[0] ?? 0) & 0x38;
  reply[0] = version | SERVER_MODE;
  reply[1] = 2; // stratum
  reply[2] = request[2] ?? 0; // poll interval, as asked
  reply.writeInt8(-20, 3); // precision: about a microsecond
  reply.write('LOCL', 12, 'latin1'); // reference id
  writeTimestamp(reply, 16, epochMs - 1000); // last set
  request.copy(reply, 24, 40, 48); // originate: the client's transmit timestamp comes back to it
  writeTimestamp(reply, 32, epochMs);
  writeTimestamp(reply, 40, epochMs);
  return reply;
};
