import { constants, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { describeCertificate } from '../../../certs/describe-certificate.ts';
import type {
  Draft,
  PeerCertificate,
  RefusalCause,
  TlsAlert,
} from '../../../harness/clouds/events.ts';
import { tlsAlert } from './alerts.ts';
import { CERTIFICATE_MESSAGE, certificatesOf } from './client-certificate.ts';
import { CLIENT_HELLO_MESSAGE } from './client-hello.ts';
import { explainRefusal } from './refusal.ts';
import type { Role } from './stage.ts';
import { WireTap } from './wire-tap.ts';

/** Who is at the other end. */
export interface Who {
  readonly connection: number;
  /** `address:port`. */
  readonly remote: string;
  readonly ipAddress: string;
}

/** A secured connection, and the certificate that the device presented in the handshake. */
export interface Secured extends Who {
  readonly socket: tls.TLSSocket;
  readonly certificate: X509Certificate | null;
}

interface TlsOptions {
  readonly minVersion: tls.SecureVersion;
  readonly maxVersion: tls.SecureVersion;
  /** OpenSSL's names, for TLS 1.2. */
  readonly ciphers: string;
  readonly alpnProtocols: readonly string[];
  readonly handshakeTimeoutMs: number;
}

export interface HandshakeParts {
  readonly options: TlsOptions;
  /** What to be; asked for each connection anew. */
  readonly role: () => Role;
  /** Says why a client certificate (null: none) is refused in the handshake already; undefined lets it pass. */
  readonly check: (
    certificate: X509Certificate | null,
  ) => { readonly cause: RefusalCause; readonly detail: string } | undefined;
  readonly report: (event: Draft) => void;
  readonly accept: (secured: Secured) => void;
}

interface Why {
  readonly cause: string;
  readonly detail: string;
}

/** What is told of a handshake besides whose it was and what the cloud was in it. */
type HowItWent<E = Extract<Draft, { kind: 'tls-refused' | 'tls-accepted' }>> = E extends unknown
  ? Omit<E, 'connection' | 'remote' | 'personality' | 'hello'>
  : never;

const NO_PROTOCOL = tlsAlert(2, 120);
/** Seen at AWS in 2017, when it still refused in the handshake. Without a certificate OpenSSL and others say 40. */
const REFUSED_CERTIFICATE = tlsAlert(2, 46);
const NO_CERTIFICATE = tlsAlert(2, 40);

/**
 * Takes one connection through its TLS handshake and reports, exactly once, how that went. It has a TLS server to
 * itself: so the identity may change in between, and no session can be resumed, as at AWS.
 */
export const shakeHands = (socket: Socket, who: Who, parts: HandshakeParts): void => {
  const role = parts.role();
  const tap = new WireTap(socket, role.breakOff);
  const { connection, remote } = who;
  const { check, report, accept } = parts;
  let isOver = false;
  const tell = (event: HowItWent): void => {
    isOver = true;
    const { hello } = tap.noticed;
    report({ connection, remote, personality: role.name, hello, ...event });
  };
  const refuse = (why: Why | undefined, alert: TlsAlert | null): boolean => {
    if (isOver || !why) return false;
    const { cause, detail } = why;
    const code = alert ? alert.name.toUpperCase() : cause;
    tell({ kind: 'tls-refused', by: 'cloud', code, alert, detail });
    return true;
  };
  let behind: readonly X509Certificate[] = [];
  tap.handshakes.on('message', (type, body) => {
    if (type === CLIENT_HELLO_MESSAGE && refuse(protocolMissing(tap, role), NO_PROTOCOL)) {
      tap.refuse(NO_PROTOCOL);
    }
    if (type !== CERTIFICATE_MESSAGE) return;
    const [certificate = null, ...others] = certificatesOf(body);
    behind = others;
    const alert = certificate ? REFUSED_CERTIFICATE : NO_CERTIFICATE;
    if (refuse(check(certificate), alert)) tap.refuse(alert);
  });
  // A device that closed in the handshake will never complete it; TLS by itself would wait for its time-out.
  tap.once('end', () => {
    if (!isOver) tap.destroy();
  });
  const server = tls.createServer(serverOptions(role, parts.options));
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    if (isOver) return;
    tell({ kind: 'tls-refused', ...explainRefusal(tap.noticed, error) });
    // Node closes what is below TLS in all other cases: here the device would wait for ever.
    if (error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT') tap.destroy();
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => {}); // A broken connection shows by its 'close'.
    const certificate = socket.getPeerX509Certificate() ?? null;
    // With TLS 1.3 the certificate was not to be seen before.
    if (isOver || refuse(check(certificate), null)) {
      socket.destroy();
      return;
    }
    tell({ kind: 'tls-accepted', ...facts(socket, certificate, behind) });
    accept({ ...who, socket, certificate });
  });
  server.emit('connection', tap);
};

/** What a required protocol is missing for; undefined where none is required, or it is offered. */
const protocolMissing = ({ noticed: { hello } }: WireTap, role: Role): Why | undefined => {
  const protocols = role.tls?.alpnProtocols ?? [];
  if (!role.isAlpnRequired || !hello || hello.alpn.some((name) => protocols.includes(name))) {
    return undefined;
  }
  const offered = hello.alpn.length === 0 ? 'none' : hello.alpn.join(', ');
  const detail = `A device must ask for ${protocols.join(' or ')} here, and it asked for ${offered}.`;
  return { cause: 'NO_APPLICATION_PROTOCOL', detail };
};

const serverOptions = (
  { identity: { chainPem, keyPem }, tls: different }: Role,
  usual: TlsOptions,
): tls.TlsOptions => {
  const options = { ...usual, ...different };
  return {
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
    dhparam: 'auto', // for those who ask for a DHE suite; AWS has none
    secureOptions: constants.SSL_OP_NO_TICKET,
    handshakeTimeout: options.handshakeTimeoutMs,
    ...(options.alpnProtocols.length === 0 ? {} : { ALPNProtocols: [...options.alpnProtocols] }),
  };
};

const facts = (
  socket: tls.TLSSocket,
  certificate: X509Certificate | null,
  behind: readonly X509Certificate[],
) => ({
  peer: certificate ? peerOf(certificate, behind) : null,
  sni: serverNameOf(socket),
  alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : null,
  version: socket.getProtocol() ?? 'unknown',
  cipher: socket.getCipher().name,
});

const idOf = ({ raw }: X509Certificate): string => describeCertificate(raw).sha256;

const peerOf = (
  certificate: X509Certificate,
  behind: readonly X509Certificate[],
): PeerCertificate => {
  const { subject, issuer, sha256 } = describeCertificate(certificate.raw);
  const others = behind.length > 0 ? { behind: behind.map(idOf) } : {};
  return { subject, issuer, certificateId: sha256, ...others };
};

/** Node's types leave out what its documentation has: the name on a server's socket, false if none was sent. */
const serverNameOf = (socket: tls.TLSSocket): string | null => {
  const name: unknown = Reflect.get(socket, 'servername');
  return typeof name === 'string' ? name : null;
};
