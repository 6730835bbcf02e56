import { X509Certificate } from 'node:crypto';
import { type Name, randomSerial, signCertificate, type Validity } from './certificate.ts';
import {
  alternativeNames,
  type Hosts,
  padding,
  type ServerFlaw,
  SMALLEST_PADDING,
  serverExtensions,
} from './extensions.ts';
import type { Issuer } from './issuer.ts';
import { type KeyKind, type KeySources, privateKeyPem } from './keys.ts';

/** What a TLS server is configured with: `{ cert: chainPem, key: keyPem }` in Node. */
export interface ServerIdentity {
  /** The server's own certificate. */
  readonly certificatePem: string;
  /** The server's own certificate and after it those between it and the root; the root itself is left out. */
  readonly chainPem: string;
  readonly keyPem: string;
  /** The root that clients must trust. */
  readonly caPem: string;
}

export interface ServerOptions extends Hosts, Partial<Validity> {
  /** Default: the first name or address. */
  readonly commonName?: string;
  /** Who signs: the root (default), an intermediate below it as at AWS, or nobody but the server itself. */
  readonly signedBy?: 'root' | 'intermediate' | 'itself';
  /** What its key is of: RSA of 2048 bits (default), as AWS's, or the curve P-256. */
  readonly key?: KeyKind;
  /** What it is wrong in, for clients that look. */
  readonly flaw?: ServerFlaw;
  /**
   * Grows the server's certificate until the chain fills a TLS 1.2 Certificate message of this many bytes, to the byte
   * below an RSA issuer, for boards with small receive buffers; AWS's was seen at 4800 to 5000. A chain that is less
   * than 300 bytes short of it stays as it is.
   */
  readonly chainBytes?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A server certificate below the given issuers; see `Authority.issueServer`. */
export const issueServer = async (
  from: { root: Issuer; intermediate: () => Promise<Issuer>; keys: KeySources },
  options: ServerOptions,
): Promise<ServerIdentity> => {
  const hosts = alternativeNames(options); // first, as keys take their time
  const [{ publicKey, privateKey }, above] = await Promise.all([
    from.keys[options.key ?? 'rsa'](),
    options.signedBy === 'intermediate' ? from.intermediate() : from.root,
  ]);
  const commonName =
    options.commonName ?? options.names?.[0] ?? options.addresses?.[0] ?? 'esp-at-bench server';
  const subject: Name = [{ shortName: 'CN', value: commonName }];
  const issuer =
    options.signedBy === 'itself' ? { name: subject, key: privateKey, publicKey } : above;
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY_MS);
  const notAfter = options.notAfter ?? new Date(Date.now() + 365 * DAY_MS);
  const serial = randomSerial(); // the same for both attempts, so that padding alone changes the size
  const issue = (pad: number) =>
    signCertificate({
      serial,
      subject,
      publicKey,
      issuer,
      notBefore,
      notAfter,
      extensions: [
        ...serverExtensions(publicKey, issuer.publicKey, options.flaw),
        ...hosts,
        ...(pad === 0 ? [] : [padding(pad)]),
      ],
    });
  const between = options.signedBy === 'intermediate' ? [above.certificatePem] : [];
  const plain = await issue(0);
  const missing = (options.chainBytes ?? 0) - messageBytes([plain, ...between]) - PADDING_WRAP;
  const certificatePem = missing >= SMALLEST_PADDING ? await issue(missing) : plain;
  return {
    certificatePem,
    chainPem: [certificatePem, ...between].join(''),
    keyPem: privateKeyPem(privateKey),
    caPem: options.signedBy === 'itself' ? certificatePem : from.root.certificatePem,
  };
};

/** Tags and lengths around the padding text: extension, its name, octets, string, and two lengths that grow by one. */
const PADDING_WRAP = 4 + 11 + 4 + 4 + 2;

/** RFC 5246, 7.4.2: a 3-byte length before the list and before each certificate, after the 4-byte message header. */
const messageBytes = (chain: readonly string[]): number =>
  chain.reduce((sum, pem) => sum + 3 + new X509Certificate(pem).raw.length, 4 + 3);
