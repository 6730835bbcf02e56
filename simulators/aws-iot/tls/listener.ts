import { constants, type X509Certificate } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import * as tls from 'node:tls';
import type { Draft, PeerCertificate, RefusalCause } from '../../../harness/clouds/events.ts';
import { certificateIdOf } from '../registry.ts';
import { tlsAlert } from './alerts.ts';
import { CERTIFICATE_MESSAGE, certificateOf } from './client-certificate.ts';
import { explainRefusal } from './refusal.ts';
import { WireTap } from './wire-tap.ts';

/** A secured connection, with what the handshake said. */
export interface Secured {
  readonly connection: number;
  readonly remote: string;
  /** Address alone, for lifecycle events. */
  readonly ipAddress: string;
  readonly socket: tls.TLSSocket;
  readonly certificate: X509Certificate | null;
}

export interface TlsOptions {
  readonly minVersion: tls.SecureVersion;
  readonly maxVersion: tls.SecureVersion;
  /** OpenSSL's names, for TLS 1.2. */
  readonly ciphers: string;
  readonly alpnProtocols: readonly string[];
  readonly handshakeTimeoutMs: number;
}

/** Says why a client certificate (null: none) is refused in the handshake already; undefined to let it pass. */
export type HandshakeCheck = (
  certificate: X509Certificate | null,
) => { readonly cause: RefusalCause; readonly detail: string } | undefined;

export interface ListenerParts {
  readonly options: TlsOptions;
  readonly identity: () => { readonly chainPem: string; readonly keyPem: string };
  readonly check: HandshakeCheck;
  readonly report: (event: Draft) => void;
  readonly accept: (secured: Secured) => void;
}

/** Seen at AWS in 2017, when it still refused in the handshake. Without a certificate OpenSSL and others say 40. */
const REFUSED_CERTIFICATE = tlsAlert(2, 46);
const NO_CERTIFICATE = tlsAlert(2, 40);

/** How long a device may take to close its side when the listener closes. */
const CLOSING_MS = 250;

/**
 * A TCP server that takes each connection through a TLS handshake of its own and reports how that went. Each
 * connection gets a TLS server to itself: so the identity may change in between, and nothing can be resumed, as at AWS.
 */
export class TlsListener {
  readonly server: Server;
  readonly #parts: ListenerParts;
  readonly #sockets = new Set<Socket>();
  #count = 0;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
    // Without noDelay small packets wait for the device's delayed acknowledgements, 40 ms each.
    this.server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
      this.#take(socket),
    );
  }

  /** Takes no more connections; those that there are get a moment to end, then they are cut. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, CLOSING_MS);
    await closed;
    clearTimeout(timer);
  }

  #take(socket: Socket): void {
    const { options, identity, report, accept, check } = this.#parts;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#count += 1;
    const ipAddress = socket.remoteAddress ?? '';
    const who = {
      connection: this.#count,
      remote: `${ipAddress}:${socket.remotePort ?? 0}`,
      ipAddress,
    };
    const { connection, remote } = who;
    const tap = new WireTap(socket);
    let over = false;
    const refuse = (
      refused: Parameters<HandshakeCheck>[0],
      alert?: typeof NO_CERTIFICATE,
    ): boolean => {
      const why = check(refused);
      if (!why || over) return over;
      over = true;
      const code = alert ? alert.name.toUpperCase() : why.cause;
      report({
        kind: 'tls-refused',
        connection,
        remote,
        by: 'cloud',
        code,
        alert: alert ?? null,
        detail: why.detail,
      });
      return true;
    };
    tap.handshakes.on('message', (type, body) => {
      if (type !== CERTIFICATE_MESSAGE) return;
      const certificate = certificateOf(body);
      const alert = certificate ? REFUSED_CERTIFICATE : NO_CERTIFICATE;
      if (refuse(certificate, alert)) tap.refuse(alert);
    });
    const { chainPem, keyPem } = identity();
    const secureServer = tls.createServer({
      cert: chainPem,
      key: keyPem,
      // No authority: anybody's certificate may be registered, so the device is not given a list to choose from.
      ca: [],
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: options.minVersion,
      maxVersion: options.maxVersion,
      ciphers: options.ciphers,
      honorCipherOrder: true,
      secureOptions: constants.SSL_OP_NO_TICKET,
      handshakeTimeout: options.handshakeTimeoutMs,
      ...(options.alpnProtocols.length === 0 ? {} : { ALPNProtocols: [...options.alpnProtocols] }),
    });
    secureServer.on('tlsClientError', (error) => {
      if (over) return;
      over = true;
      report({ kind: 'tls-refused', connection, remote, ...explainRefusal(tap.noticed, error) });
    });
    secureServer.on('secureConnection', (secure) => {
      secure.on('error', () => {}); // A broken connection shows by its 'close'.
      const certificate = secure.getPeerX509Certificate() ?? null;
      // With TLS 1.3 the certificate was not to be seen before.
      if (refuse(certificate)) {
        secure.destroy();
        return;
      }
      over = true;
      report({ kind: 'tls-accepted', connection, remote, ...facts(secure, certificate) });
      accept({ ...who, socket: secure, certificate });
    });
    secureServer.emit('connection', tap);
  }
}

const facts = (socket: tls.TLSSocket, certificate: X509Certificate | null) => ({
  peer: certificate ? peerOf(certificate) : null,
  sni: serverNameOf(socket),
  alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : null,
  version: socket.getProtocol() ?? 'unknown',
  cipher: socket.getCipher().name,
});

const peerOf = (certificate: X509Certificate): PeerCertificate => ({
  subject: oneLine(certificate.subject),
  issuer: oneLine(certificate.issuer),
  certificateId: certificateIdOf(certificate),
});

/** A certificate may have no subject at all, whatever the types say. */
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');

/** Node's types leave out what its documentation has: the name on a server's socket, false if none was sent. */
const serverNameOf = (socket: tls.TLSSocket): string | null => {
  const name: unknown = Reflect.get(socket, 'servername');
  return typeof name === 'string' ? name : null;
};
