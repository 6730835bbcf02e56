import 'reflect-metadata'; // @peculiar/x509 looks for it, and must find it first
import * as x509 from '@peculiar/x509';
import { signingAlgorithm, signingKey } from './certificate.ts';
import type { Issuer } from './issuer.ts';

/** What a revocation list says, apart from who says it. */
export interface Revocation {
  /** PEM; certificates of the issuer that sign nothing and open nothing any more. */
  readonly certificates: readonly string[];
  /** Of two lists the one with the later date counts; whole seconds. */
  readonly issuedAt: Date;
}

/** How long a list counts. Servers refuse everybody once it is over. */
const VALID_MS = 365 * 24 * 60 * 60 * 1000;

/** A certificate revocation list (RFC 5280, 5.1) as PEM with LF. */
export const signRevocationList = async (
  { certificates, issuedAt }: Revocation,
  { certificatePem, key }: Issuer,
): Promise<string> => {
  const list = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(certificatePem).subjectName,
    thisUpdate: issuedAt,
    nextUpdate: new Date(issuedAt.getTime() + VALID_MS),
    entries: certificates.map((pem) => ({
      serialNumber: new x509.X509Certificate(pem).serialNumber,
      revocationDate: issuedAt,
    })),
    signingAlgorithm: signingAlgorithm(key),
    signingKey: await signingKey(key),
  });
  // The library calls it plain CRL, which OpenSSL does not look for.
  return `${x509.PemConverter.encode(list.rawData, 'X509 CRL')}\n`;
};
