import 'reflect-metadata'; // @peculiar/x509 looks for it, and must find it first
import { createHash, type KeyObject, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { Name as EncodedName, type Extension, X509CertificateGenerator } from '@peculiar/x509';

/** A distinguished name: each entry one RDN, in order. */
export type Name = readonly {
  readonly shortName: 'C' | 'O' | 'OU' | 'CN';
  readonly value: string;
}[];

/** From when until when; certificates know whole seconds only. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** SHA-1 is broken: for certificates that are to be refused. */
export type Hash = 'SHA-256' | 'SHA-1';

/** What stands in a certificate, apart from its signature. */
export interface CertificateForm extends Validity {
  readonly subject: Name | EncodedName;
  readonly publicKey: KeyObject;
  readonly issuer: { readonly name: Name; readonly key: KeyObject };
  readonly extensions: readonly Extension[];
  /** Default: one of its own. */
  readonly serial?: Buffer;
  /** What is signed. Default: SHA-256. */
  readonly hash?: Hash | undefined;
}

/** Fills a certificate form, signs it by the issuer's key, RSA or P-256, and gives it as PEM with LF. */
export const signCertificate = async (form: CertificateForm): Promise<string> => {
  const { issuer, publicKey, serial = randomSerial() } = form;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial.toString('hex'),
    subject: encoded(form.subject),
    issuer: encoded(issuer.name),
    notBefore: existing(form.notBefore),
    notAfter: existing(form.notAfter),
    extensions: [...form.extensions],
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    signingAlgorithm: signingAlgorithm(issuer.key, form.hash),
    signingKey: await signingKey(issuer.key, form.hash),
  });
  return new X509Certificate(Buffer.from(certificate.rawData)).toString();
};

/** The key identifier of RFC 5280, 4.2.1.2 (1), in hex. */
export const keyIdentifier = (publicKey: KeyObject): string =>
  createHash('sha1').update(subjectPublicKey(publicKey)).digest('hex');

/**
 * 20 random bytes, as AWS does it: half of all serial numbers need a 21st, a leading zero, to stay positive. That
 * is what makes a certificate of 1224 bytes out of one of 1220.
 */
export const randomSerial = (): Buffer => {
  const bytes = randomBytes(20);
  bytes[0] ||= 1; // DER has no superfluous leading zeros
  return bytes;
};

/** What the BIT STRING of a SubjectPublicKeyInfo holds: an RSA key as such, a point of a curve uncompressed. */
const subjectPublicKey = (key: KeyObject): Buffer => {
  if (key.asymmetricKeyType !== 'ec') return key.export({ type: 'pkcs1', format: 'der' });
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from([4]),
    ...[x, y].map((number) => Buffer.from(number, 'base64url')),
  ]);
};

const RSA = { name: 'RSASSA-PKCS1-v1_5' };
const P_256 = { name: 'ECDSA', namedCurve: 'P-256' };

const algorithmOf = (key: KeyObject) => (key.asymmetricKeyType === 'ec' ? P_256 : RSA);

/** With what a key of an issuer signs. */
export const signingAlgorithm = (key: KeyObject, hash: Hash = 'SHA-256') => ({
  name: algorithmOf(key).name,
  hash,
});

/** The key of an issuer as @peculiar/x509 takes it. */
export const signingKey = (key: KeyObject, hash: Hash = 'SHA-256'): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey(
    'pkcs8',
    key.export({ type: 'pkcs8', format: 'der' }),
    { ...algorithmOf(key), hash },
    false,
    ['sign'],
  );

/** Names are compared byte for byte along a chain. X.520 wants countries printable; AWS writes the rest in UTF-8. */
const encoded = (name: Name | EncodedName): EncodedName =>
  name instanceof EncodedName
    ? name
    : new EncodedName(
        name.map(({ shortName, value }) => ({
          [shortName]: [shortName === 'C' ? { printableString: value } : { utf8String: value }],
        })),
      );

const existing = (date: Date): Date => {
  if (Number.isNaN(date.getTime())) throw new TypeError('a certificate needs dates that exist');
  return date;
};
