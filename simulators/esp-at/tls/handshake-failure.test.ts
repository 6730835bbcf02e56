import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { connectTls, type TlsOutcome } from './connect-tls.ts';
import { MBEDTLS_3 } from './profile.ts';
import {
  ALERT,
  CERTIFICATE,
  certificateBody,
  HANDSHAKE,
  handshakeMessage,
  record,
  SERVER_HELLO,
} from './records.ts';
import { spoiltKey } from './tls-bench.ts';

describe('TLS client of the modem, with a server that is none', () => {
  let timers: StepTimers;
  let power: AbortController;

  beforeEach(() => {
    timers = new StepTimers();
    power = new AbortController();
  });

  /** Shakes hands with a server that does as it is told when it has heard a hello. */
  const attempt = async (onHello: (socket: Socket) => unknown): Promise<TlsOutcome> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => onHello(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      await once(socket, 'connect');
      return await connectTls({
        socket,
        profile: MBEDTLS_3,
        credentials: {},
        isServerVerified: false,
        hasIdentity: false,
        now: () => new Date(),
        timers,
        signal: power.signal,
      });
    } finally {
      expect(timers.pending).to.equal(0);
      await new Promise((resolve) => server.close(resolve)); // only when every socket has closed
    }
  };

  for (const [what, act, mbedtls] of [
    ['closes', (socket: Socket) => socket.end(), 0x7280],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), 0x0050],
    ['answers in MQTT', (socket: Socket) => socket.end(Buffer.from('20020000', 'hex')), 0x7200],
    ['answers in HTTP', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 0x7200],
    [
      'sends an alert',
      (socket: Socket) => socket.end(Buffer.from('15030300020228', 'hex')),
      0x7780,
    ],
  ] as const) {
    it(`logs -0x${mbedtls.toString(16)} in a debug build when it ${what}`, async () => {
      const outcome = await attempt(act);

      expect(outcome).to.have.property('failure').that.includes({ stage: 'tls', mbedtls });
    });
  }

  const showing = (...certificates: Buffer[]) =>
    handshakeMessage(CERTIFICATE, certificateBody(certificates));
  for (const [what, message, alert] of [
    ['shows a certificate that is none', async () => showing(Buffer.from('nonsense')), 42],
    [
      'shows a certificate with a key that is none',
      async () => showing(spoiltKey((await sampleDevice()).certificatePem)),
      42,
    ],
    [
      'shows a certificate longer than its message',
      async () => handshakeMessage(CERTIFICATE, Buffer.from('0000060000ff303030', 'hex')),
      50,
    ],
    ['cuts its hello short', async () => handshakeMessage(SERVER_HELLO, Buffer.of(3, 3)), 50],
  ] as const) {
    it(`sends alert ${alert} to one that ${what}`, async () => {
      const flight = record(HANDSHAKE, 0x0303, await message());
      const answers: Buffer[] = [];

      const outcome = await attempt((socket) => {
        socket.on('data', (chunk) => answers.push(chunk)).on('end', () => socket.end());
        socket.write(flight);
      });

      expect(outcome).to.have.property('failure').that.includes({ stage: 'tls', alertSent: alert });
      expect(Buffer.concat(answers)).to.deep.equal(record(ALERT, 0x0303, Buffer.of(2, alert)));
    });
  }

  it('gives up after 10 s without a byte', async () => {
    const outcome = await attempt(async () => {
      await timers.advance(9_999);
      expect(timers.pending).to.equal(1);
      await timers.advance(1);
    });

    expect(outcome).to.have.property('failure').that.includes({ stage: 'tls' });
  });

  it('ends at once with the power', async () => {
    const outcome = await attempt(() => power.abort(new Error('power off'))).catch(
      (error: Error) => error.message,
    );

    expect(outcome).to.equal('power off');
  });
});
