import { createHash, X509Certificate } from 'node:crypto';
import { parseCertificates } from './credentials.ts';

/** AWS's `certificateId`: the SHA-256 of the certificate's DER, 64 lower-case hex digits. Takes PEM text or DER bytes. */
export const certificateId = (certificate: string | Uint8Array): string =>
  createHash('sha256')
    .update(typeof certificate === 'string' ? firstOf(certificate).raw : certificate)
    .digest('hex');

/** What a report says about a certificate. */
export interface CertificateDescription {
  /** RDNs joined by `, `, as in `O=Example, CN=Root`. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hex. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 of the DER, lower-case hex: the same as AWS's certificate id. */
  readonly sha256: string;
  readonly isAuthority: boolean;
}

/** Describes the first certificate of a PEM text, or one in DER. Throws BadInput as `parseCertificates` does. */
export const describeCertificate = (certificate: string | Uint8Array): CertificateDescription => {
  const x509 =
    typeof certificate === 'string' ? firstOf(certificate) : new X509Certificate(certificate);
  return {
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    serial: x509.serialNumber.toLowerCase(),
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
    sha256: certificateId(x509.raw),
    isAuthority: x509.ca,
  };
};

const firstOf = (pem: string): X509Certificate =>
  parseCertificates(pem, 'the certificate')[0] as X509Certificate;

const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');
