import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Timers } from '../../network/timers.ts';
import { readCertificate } from './certificate-facts.ts';
import { alertFor, type CertificateFault, describeFaults } from './certificate-fault.ts';
import { isPlainRsa } from './cipher-suites.ts';
import type { ConnectFailure } from './connect-failure.ts';
import type { Connection } from './connection.ts';
import {
  type CredentialBytes,
  type Identity,
  loadAuthorities,
  loadIdentity,
} from './credentials.ts';
import { handshakeFailure } from './handshake-failure.ts';
import { HandshakeWatch } from './handshake-watch.ts';
import { certificateForKey } from './own-certificate.ts';
import type { TlsProfile } from './profile.ts';
import { isIssuedFor } from './server-name.ts';
import { chainFaults, DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, usageFaults } from './verify-chain.ts';

/** A server as it shows itself, and what it is judged by. */
export interface MetServer {
  /** Its own certificate first, then what else it sends. */
  readonly presented: readonly X509Certificate[];
  readonly trusted: readonly X509Certificate[];
  /** The name it must be issued for; undefined: none is asked for. */
  readonly checkedName: string | undefined;
  /** By the board's clock. */
  readonly now: Date;
}

/** Where a planted defect can reach into the TLS client. Left out, everything is as it should be. */
export interface TlsSeams {
  /** What will be held against a server, given what was found. */
  readonly faults?: (
    found: ReadonlySet<CertificateFault>,
    server: MetServer,
  ) => ReadonlySet<CertificateFault>;
  /** Whether servers are verified, given whether they should be. */
  readonly verifies?: (right: boolean) => boolean;
  /** The credentials that are used, given those of the flash. */
  readonly credentials?: (fromFlash: CredentialBytes) => CredentialBytes;
  /** The name that is sent, given the right one. */
  readonly serverName?: (name: string | undefined) => string | undefined;
  /** Whether the client shows a certificate of its own, given whether it should. */
  readonly hasIdentity?: (right: boolean) => boolean;
  /** Versions, suites and curves that are offered, given the right ones. */
  readonly profile?: (right: TlsProfile) => TlsProfile;
  /** The protocols that are offered, given the right ones. */
  readonly protocols?: (right: readonly string[]) => readonly string[];
  /** Which of several sets of credentials is used, given the one that was asked for. */
  readonly set?: (asked: number) => number;
}

export interface TlsOptions {
  /** Connected. From here on it belongs to the TLS client. */
  readonly socket: Socket;
  readonly profile: TlsProfile;
  readonly credentials: CredentialBytes;
  /** Whether the server's certificates are verified against `credentials.ca`. */
  readonly isServerVerified: boolean;
  /** Whether the client has a certificate to show. */
  readonly hasIdentity: boolean;
  /** Sent as SNI. */
  readonly serverName?: string | undefined;
  /** What the server's certificate must be issued for; unchecked without it. */
  readonly checkedName?: string | undefined;
  readonly alpn?: readonly string[] | undefined;
  /** The board's own clock. */
  readonly now: () => Date;
  readonly timers: Timers;
  /** How long the client waits for the next bytes of a handshake, in milliseconds. */
  readonly silenceMs?: number;
  readonly signal: AbortSignal;
  readonly seams?: TlsSeams | undefined;
}

export type TlsOutcome = { readonly connection: Connection } | { readonly failure: ConnectFailure };

/** Shakes hands over a socket, or tells why it could not. @throws the signal's reason when that aborts */
export const connectTls = async (options: TlsOptions): Promise<TlsOutcome> => {
  const { socket, seams, signal } = options;
  const credentials = seams?.credentials?.(options.credentials) ?? options.credentials;
  const isServerVerified = seams?.verifies?.(options.isServerVerified) ?? options.isServerVerified;
  const authorities = isServerVerified ? loadAuthorities(credentials.ca) : undefined;
  const hasIdentity = seams?.hasIdentity?.(options.hasIdentity) ?? options.hasIdentity;
  const identity = hasIdentity ? loadIdentity(credentials) : undefined;
  const profile = seams?.profile?.(options.profile) ?? options.profile;
  // ESP-TLS reads the credentials after it has opened the socket: the server sees a connection without a hello.
  for (const part of [authorities, identity]) {
    if (part && 'failure' in part) {
      socket.destroySoon();
      return part;
    }
  }
  const found = new Set<CertificateFault>();
  const trusted = authorities && 'loaded' in authorities ? authorities.loaded : [];
  const own = identity && 'loaded' in identity ? identity.loaded : undefined;
  const fits = own?.chain[0]?.checkPrivateKey(own.key) ?? true;
  const watch = new HandshakeWatch({
    socket,
    presented: own && !fits ? own.chain.map(({ raw }) => raw) : undefined,
    helloRecordVersion: profile.helloRecordVersion,
    judge: ({ certificates, suite }) => {
      const presented = certificates.flatMap((der) => readCertificate(der) ?? []);
      // mbedTLS parses what it is shown, verified or not (ssl_tls.c, ssl_parse_certificate_chain).
      if (presented.length < certificates.length) return BAD_CERTIFICATE;
      if (!isServerVerified) return undefined;
      const server = { presented, trusted, checkedName: options.checkedName, now: options.now() };
      const faults = judge(server, suite);
      for (const fault of seams?.faults?.(faults, server) ?? faults) found.add(fault);
      return alertFor(found);
    },
  });
  const serverName = seams?.serverName ? seams.serverName(options.serverName) : options.serverName;
  const protocols = seams?.protocols?.(options.alpn ?? []) ?? options.alpn;
  const secure = start(watch, contextFor(profile, own, fits), serverName, protocols);
  // Node leaves a TLS socket open when the stream below it has gone.
  socket.once('close', () => secure.destroy());
  const problem = await handshake(secure, options);
  if (problem === undefined) {
    const drop = () => socket.destroy();
    return { connection: { stream: secure, hangUp: () => hangUp(socket, secure), drop } };
  }
  secure.destroy();
  signal.throwIfAborted();
  return { failure: handshakeFailure(watch, describeFaults(found), problem) };
};

/** RFC 5246, section 7.2. */
const BAD_CERTIFICATE = 42;

const judge = (
  { presented, trusted, checkedName, now }: MetServer,
  suite: number,
): Set<CertificateFault> => {
  const faults = chainFaults(presented, trusted, now);
  const [server] = presented;
  if (server) {
    const usage = usageFaults(server, isPlainRsa(suite) ? KEY_ENCIPHERMENT : DIGITAL_SIGNATURE);
    for (const fault of usage) faults.add(fault);
    if (checkedName !== undefined && !isIssuedFor(server, checkedName)) faults.add('name-mismatch');
  }
  return faults;
};

const contextFor = (
  profile: TlsProfile,
  own: Identity | undefined,
  fits: boolean,
): SecureContext => {
  const cert = own && (fits ? own.chain.map(String).join('') : pemOf(certificateForKey(own.key)));
  return createSecureContext({
    minVersion: profile.minVersion,
    maxVersion: profile.maxVersion,
    // OpenSSL has no TLS 1.0 above level 0, and would refuse small keys that mbedTLS lets through.
    ciphers: `${profile.ciphers.join(':')}:@SECLEVEL=0`,
    ecdhCurve: profile.groups.join(':'),
    sigalgs: profile.signatureAlgorithms.join(':'),
    ...(own && cert ? { cert, key: own.key.export({ type: 'pkcs8', format: 'pem' }) } : {}),
  });
};

const pemOf = (der: Buffer): string => new X509Certificate(der).toString();

const start = (
  watch: HandshakeWatch,
  secureContext: SecureContext,
  servername: string | undefined,
  alpn: readonly string[] | undefined,
): TLSSocket => {
  // The firmware sends addresses as SNI too. Node does as well, but warns of it.
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    return connect({
      socket: watch,
      secureContext,
      rejectUnauthorized: false, // judged by the watch, by the board's clock
      checkServerIdentity: () => undefined,
      servername: servername ?? '',
      ...(alpn && alpn.length > 0 ? { ALPNProtocols: [...alpn] } : {}),
    });
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
};

/** Resolves when both sides have finished, or to what went wrong. */
const handshake = (
  secure: TLSSocket,
  { socket, timers, silenceMs = 10_000, signal }: TlsOptions,
): Promise<Error | 'silence' | undefined> =>
  new Promise((resolve) => {
    let isOver = false;
    const settle = (problem: Error | 'silence' | undefined) => {
      isOver = true;
      timers.clearTimeout(timer);
      socket.removeListener('data', restart);
      signal.removeEventListener('abort', onAbort);
      secure.removeListener('close', onClose);
      resolve(problem);
    };
    const onClose = () => settle(new Error('the connection was closed'));
    const onAbort = () => settle(new Error('aborted', { cause: signal.reason }));
    const restart = () => {
      // The bytes that ended the handshake come by here as well, behind those who heard them first.
      if (isOver) return;
      timers.clearTimeout(timer);
      timer = timers.setTimeout(() => settle('silence'), silenceMs);
    };
    let timer = timers.setTimeout(() => settle('silence'), silenceMs);
    socket.on('data', restart);
    secure.once('secureConnect', () => settle(undefined));
    // Stays for the life of the socket: what goes wrong later shows as its close.
    secure.on('error', settle);
    secure.once('close', onClose);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });

const hangUp = (socket: Socket, secure: TLSSocket): void => {
  // What was written may still be on its way through the cipher: it goes out before the socket ends.
  secure.write('', () => socket.destroySoon());
};
