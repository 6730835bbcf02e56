import { X509Certificate } from 'node:crypto';
import {
  type Hash,
  type Name,
  randomSerial,
  signCertificate,
  type Validity,
} from './certificate.ts';
import {
  alternativeNames,
  type Hosts,
  padding,
  type ServerFlaw,
  SMALLEST_PADDING,
  serverExtensions,
} from './extensions.ts';
import type { FalseIssuer } from './false-issuers.ts';
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
  /** Who signs: the root (default), an intermediate below it as at AWS, nobody but the server itself, or who must not. */
  readonly signedBy?: Signer | 'itself';
  /** What its key is of: RSA of 2048 bits unless told, as AWS's. */
  readonly key?: KeyKind;
  readonly hash?: Hash;
  /** What it is wrong in, for clients that look. */
  readonly flaw?: ServerFlaw;
  /**
   * Grows the server's certificate until the chain fills a TLS 1.2 Certificate message of this many bytes, to the byte
   * below an RSA issuer, for boards with small receive buffers; AWS's was seen at 4800 to 5000. A chain that is less
   * than 300 bytes short of it stays as it is.
   */
  readonly chainBytes?: number;
}

/** Whose key a server's certificate is signed with, where that is not its own. */
type Signer = 'root' | 'intermediate' | FalseIssuer;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A server certificate below the given issuers; see `Authority.issueServer`. */
export const issueServer = async (
  from: { issuers: Readonly<Record<Signer, () => Promise<Issuer>>>; keys: KeySources },
  options: ServerOptions,
): Promise<ServerIdentity> => {
  const hosts = alternativeNames(options); // first, as keys take their time
  const { signedBy = 'root' } = options;
  const [{ publicKey, privateKey }, root, above] = await Promise.all([
    from.keys[options.key ?? 'rsa'](),
    from.issuers.root(),
    from.issuers[signedBy === 'itself' ? 'root' : signedBy](),
  ]);
  const commonName =
    options.commonName ?? options.names?.[0] ?? options.addresses?.[0] ?? 'esp-at-bench server';
  const subject: Name = [{ shortName: 'CN', value: commonName }];
  const issuer = signedBy === 'itself' ? { name: subject, key: privateKey, publicKey } : above;
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY_MS);
  const notAfter = options.notAfter ?? new Date(Date.now() + 365 * DAY_MS);
  const serial = randomSerial(); // the same for both attempts, so that padding alone changes the size
  const issue = (pad: number) =>
    signCertificate({
      serial,
      subject,
      publicKey,
      issuer,
      hash: options.hash,
      notBefore,
      notAfter,
      extensions: [
        ...serverExtensions(publicKey, issuer.publicKey, options.flaw),
        ...hosts,
        ...(pad === 0 ? [] : [padding(pad)]),
      ],
    });
  const between = above.certificatePem === root.certificatePem ? [] : [above.certificatePem];
  const plain = await issue(0);
  const missing = (options.chainBytes ?? 0) - messageBytes([plain, ...between]) - PADDING_WRAP;
  const certificatePem = missing >= SMALLEST_PADDING ? await issue(missing) : plain;
  return {
    certificatePem,
    chainPem: [certificatePem, ...between].join(''),
    keyPem: privateKeyPem(privateKey),
    caPem: signedBy === 'itself' ? certificatePem : root.certificatePem,
  };
};

/** Tags and lengths around the padding text: extension, its name, octets, string, and two lengths that grow by one. */
const PADDING_WRAP = 4 + 11 + 4 + 4 + 2;

/** RFC 5246, 7.4.2: a 3-byte length before the list and before each certificate, after the 4-byte message header. */
const messageBytes = (chain: readonly string[]): number =>
  chain.reduce((sum, pem) => sum + 3 + new X509Certificate(pem).raw.length, 4 + 3);
