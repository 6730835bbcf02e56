import { type KeyObject, X509Certificate } from 'node:crypto';
import { type CertificateForm, signCertificate, type Validity } from './certificate.ts';
import { readRequest } from './certificate-request.ts';
import type { DeviceCredentials } from './credentials.ts';
import { leafExtensions } from './extensions.ts';
import { falseIssuers } from './false-issuers.ts';
import { makeIssuer, organisation } from './issuer.ts';
import { type KeyKind, type KeySource, keySources, newKeyPair, privateKeyPem } from './keys.ts';
import { lazily } from './lazily.ts';
import { type Revocation, signRevocationList } from './revocation-list.ts';
import { issueServer, type ServerIdentity, type ServerOptions } from './server-identity.ts';

/** What AWS writes as the issuer of its device certificates: all of it one single OU, longer than X.520 allows. */
export const AWS_DEVICE_ISSUER_OU =
  'Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US';

/** Until when AWS's device certificates are valid. */
const AWS_DEVICE_NOT_AFTER = new Date('2049-12-31T23:59:59Z');

const DAY_MS = 24 * 60 * 60 * 1000;

export interface AuthorityOptions extends Partial<Validity> {
  /** The root's common name. */
  readonly name?: string;
  /** Where RSA keys come from; `keysAhead(n)` makes those of a fleet in advance. */
  readonly keys?: KeySource;
}

interface DeviceOptions extends Partial<Validity> {
  /** Default `AWS IoT Certificate`, as at AWS. */
  readonly commonName?: string;
}

interface NewDeviceOptions extends DeviceOptions {
  /** What its key is of: RSA of 2048 bits (default), or the curve P-256. */
  readonly key?: KeyKind;
}

/**
 * A throw-away certificate authority shaped like AWS's: a root for servers, and apart from it an issuer of device
 * certificates that no device needs to know. Its keys live in memory only and are gone with it.
 */
export interface Authority {
  /** The root that boards must trust to accept its servers. */
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  /** A TLS server's key and chain. Default dates: from a day ago, for boards with a slow clock, for a year. */
  issueServer(options: ServerOptions): Promise<ServerIdentity>;
  /** A device's key and certificate with AWS's fields, dates and sizes, and this root. Costs one key. */
  issueDevice(options?: NewDeviceOptions): Promise<DeviceCredentials>;
  /** A device certificate (PEM) for a key that the device made itself. */
  certifyDevice(publicKey: KeyObject, options?: DeviceOptions): Promise<string>;
  /** A device certificate (PEM) for a request that the device made itself, RSA or a curve; its subject is kept. */
  certifyRequest(requestPem: string): Promise<string>;
  /** The certificate (PEM) that device certificates are signed with, for servers that check the chain. */
  deviceIssuerPem(): Promise<string>;
  /** The list (PEM) of device certificates that are no good any more, for servers that check it. */
  revokeDevices(revocation: Revocation): Promise<string>;
}

/** Makes a throw-away authority; costs one key, the device issuer's follows with the first device. */
export const createAuthority = async ({
  name = 'esp-at-bench throw-away root',
  keys = newKeyPair,
  notBefore = new Date(Date.now() - DAY_MS),
  notAfter = new Date(notBefore.getTime() + 3650 * DAY_MS),
}: AuthorityOptions = {}): Promise<Authority> => {
  const validity = { notBefore, notAfter };
  const root = await makeIssuer({ name: organisation(name), keys, ...validity });
  const intermediate = lazily(() =>
    makeIssuer({ name: organisation(`${name}, servers`), keys, parent: root, ...validity }),
  );
  const deviceIssuer = lazily(() =>
    makeIssuer({
      name: [{ shortName: 'OU', value: AWS_DEVICE_ISSUER_OU }],
      keys,
      notBefore,
      notAfter: AWS_DEVICE_NOT_AFTER,
    }),
  );
  const certify = async (
    { publicKey, subject }: Pick<CertificateForm, 'publicKey' | 'subject'>,
    { notBefore = new Date(), notAfter = AWS_DEVICE_NOT_AFTER }: Partial<Validity> = {},
  ): Promise<string> => {
    const issuer = await deviceIssuer();
    const extensions = leafExtensions(publicKey, issuer.publicKey);
    return signCertificate({ subject, publicKey, issuer, notBefore, notAfter, extensions });
  };
  const certifyDevice = (
    publicKey: KeyObject,
    { commonName = 'AWS IoT Certificate', ...validity }: DeviceOptions = {},
  ): Promise<string> =>
    certify({ publicKey, subject: [{ shortName: 'CN', value: commonName }] }, validity);
  const sources = keySources(keys);
  const issuers = {
    ...falseIssuers(root, keys),
    root: () => Promise.resolve(root),
    intermediate,
  };
  return {
    certificatePem: root.certificatePem,
    certificateDer: new X509Certificate(root.certificatePem).raw,
    issueServer: (options) => issueServer({ issuers, keys: sources }, options),
    issueDevice: async ({ key = 'rsa', ...options } = {}) => {
      const [{ publicKey, privateKey }] = await Promise.all([sources[key](), deviceIssuer()]);
      return {
        certificatePem: await certifyDevice(publicKey, options),
        keyPem: privateKeyPem(privateKey),
        caPem: root.certificatePem,
      };
    },
    certifyDevice,
    certifyRequest: async (requestPem) => certify(await readRequest(requestPem)),
    deviceIssuerPem: async () => (await deviceIssuer()).certificatePem,
    revokeDevices: async (revocation) => signRevocationList(revocation, await deviceIssuer()),
  };
};
