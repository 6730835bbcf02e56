import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import {
  createServer,
  type Server,
  type TlsOptions as ServerTlsOptions,
  type TLSSocket,
} from 'node:tls';
import { expect } from 'chai';
import { type Authority, createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import type { ServerIdentity } from '../../../certs/server-identity.ts';
import { realTimers } from '../../network/timers.ts';
import type { ConnectFailure } from './connect-failure.ts';
import { connectTls, type TlsOptions, type TlsOutcome } from './connect-tls.ts';
import type { CredentialBytes } from './credentials.ts';
import { MBEDTLS_3 } from './profile.ts';
import { tapWire } from './wire-tap.ts';

/** The server's side of a connection that came about. */
interface Accepted {
  readonly socket: TLSSocket;
  readonly version: string | null;
  /** The certificate (DER) that the client showed. */
  readonly shown: Buffer;
}

/** One attempt against a server that demands a certificate: what passed on the wire and what came of it. */
interface Attempt {
  readonly seen: readonly string[];
  readonly hello: Buffer;
  readonly outcome: TlsOutcome;
  readonly failure: ConnectFailure;
  /** Codes of the server's own errors. */
  readonly serverErrors: readonly string[];
  readonly accepted: Accepted | undefined;
}

/** What the tests of the TLS client share: two authorities, a server, a device. */
export interface TlsBench {
  authority: Authority;
  other: Authority;
  device: DeviceCredentials;
  /** An attempt against a server that demands a certificate. */
  attempt(options?: Partial<TlsOptions>, serverOptions?: ServerTlsOptions): Promise<Attempt>;
}

/** Makes keys and certificates once for the tests of a `describe`. */
export const useTlsBench = (): TlsBench => {
  const bench = {} as TlsBench;
  let identity: ServerIdentity;
  let clientCa: string;
  before(async () => {
    const names = { names: ['broker.test'], addresses: ['10.0.2.2'] };
    [bench.authority, bench.other] = await Promise.all([
      createAuthority(),
      createAuthority({ name: 'other' }),
    ]);
    [identity, bench.device, clientCa] = await Promise.all([
      bench.authority.issueServer(names),
      bench.authority.issueDevice(),
      bench.authority.deviceIssuerPem(),
    ]);
  });
  bench.attempt = async (options = {}, serverOptions = {}) => {
    const server = createServer({
      cert: identity.chainPem,
      key: identity.keyPem,
      ca: clientCa,
      requestCert: true,
      rejectUnauthorized: true,
      ...serverOptions,
    });
    await using running = await listening(server);
    await using tap = await tapWire(running.port);
    const socket = connect(tap.port, '127.0.0.1');
    await once(socket, 'connect');
    const outcome = await connectTls({
      socket,
      profile: MBEDTLS_3,
      credentials: bytes(bench.device),
      isServerVerified: true,
      hasIdentity: true,
      now: () => new Date(),
      timers: realTimers,
      signal: new AbortController().signal,
      ...options,
    });
    if ('connection' in outcome) {
      const { stream, hangUp } = outcome.connection;
      stream.write('ping');
      expect(String((await once(stream, 'data'))[0])).to.equal('ping');
      hangUp();
    }
    await tap.ended();
    return {
      seen: [...tap.seen],
      hello: tap.hello,
      outcome,
      failure: 'failure' in outcome ? outcome.failure : ({} as ConnectFailure),
      serverErrors: running.errors,
      accepted: running.accepted[0],
    };
  };
  return bench;
};

/** The PEM texts as they would come out of the flash. */
export const bytes = ({ caPem, certificatePem, keyPem }: DeviceCredentials): CredentialBytes => ({
  ca: Buffer.from(caPem),
  certificate: Buffer.from(certificatePem),
  key: Buffer.from(keyPem),
});

/** The DER of a certificate whose key is no number any more, as one flipped byte of the flash makes it. */
export const spoiltKey = (certificatePem: string): Buffer => {
  const { raw } = new X509Certificate(certificatePem);
  raw[raw.indexOf('0282010100', 0, 'hex')] = 5;
  return raw;
};

interface Listening extends AsyncDisposable {
  readonly port: number;
  readonly errors: string[];
  readonly accepted: Accepted[];
}

/** Echoes, and remembers whom it has accepted. */
const listening = async (server: Server): Promise<Listening> => {
  const errors: string[] = [];
  const accepted: Accepted[] = [];
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
  server.on('secureConnection', (socket) => {
    accepted.push({
      socket,
      version: socket.getProtocol(),
      shown: socket.getPeerCertificate().raw,
    });
    socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    errors,
    accepted,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
