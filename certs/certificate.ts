import { createHash, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

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

/** An extension in node-forge's words, see its `certificate.setExtensions`. */
export type Extension = Readonly<Record<string, unknown>> & { readonly name: string };

/** What stands in a certificate, apart from its serial number and its signature. */
export interface CertificateForm extends Validity {
  readonly subject: Name;
  readonly publicKey: KeyObject;
  readonly issuer: { readonly name: Name; readonly key: KeyObject };
  readonly extensions: readonly Extension[];
}

/** Fills a certificate form, signs it with SHA256withRSA by the issuer's key, and gives it as PEM with LF. */
export const signCertificate = (form: CertificateForm): string => {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(
    form.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = existing(form.notBefore);
  certificate.validity.notAfter = existing(form.notAfter);
  certificate.setSubject(attributes(form.subject));
  certificate.setIssuer(attributes(form.issuer.name));
  // forge completes the objects it is given: it gets copies.
  certificate.setExtensions(form.extensions.map((extension) => ({ ...extension })));
  // All that forge asks of a key is `sign`; its own takes 31 ms, OpenSSL's 1 ms.
  const key = {
    sign: () => sign('sha256', der(certificate.tbsCertificate), form.issuer.key).toString('latin1'),
  };
  certificate.sign(key as unknown as forge.pki.rsa.PrivateKey, forge.md.sha256.create());
  return new X509Certificate(der(forge.pki.certificateToAsn1(certificate))).toString();
};

/** The key identifier of RFC 5280, 4.2.1.2 (1), as a binary string. */
export const keyIdentifier = (publicKey: KeyObject): string =>
  createHash('sha1')
    .update(publicKey.export({ type: 'pkcs1', format: 'der' }))
    .digest()
    .toString('latin1');

/**
 * 20 random bytes, as AWS does it: half of all serial numbers need a 21st, a leading zero, to stay positive. That
 * is what makes a certificate of 1224 bytes out of one of 1220.
 */
const randomSerial = (): string => {
  const bytes = randomBytes(20);
  const first = bytes[0] || 1; // DER has no superfluous leading zeros
  bytes[0] = first;
  return (first >= 0x80 ? '00' : '') + bytes.toString('hex');
};

const attributes = (name: Name): forge.pki.CertificateField[] =>
  name.map(({ shortName, value }) => ({
    shortName,
    value,
    // Names are compared byte for byte along a chain. X.520 wants countries printable; AWS writes the rest in UTF-8.
    valueTagClass: shortName === 'C' ? forge.asn1.Type.PRINTABLESTRING : forge.asn1.Type.UTF8,
  })) as unknown as forge.pki.CertificateField[];

const existing = (date: Date): Date => {
  if (Number.isNaN(date.getTime())) throw new TypeError('a certificate needs dates that exist');
  return date;
};

const der = (node: forge.asn1.Asn1): Buffer =>
  Buffer.from(forge.asn1.toDer(node).getBytes(), 'latin1');
