import 'reflect-metadata'; // @peculiar/x509 looks for it, and must find it first
import { createPublicKey, type KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { BadInput } from '../errors/bench-error.ts';
import type { Validity } from './certificate.ts';
import type { Issuer } from './issuer.ts';
import { pemBlocks } from './pem.ts';

/** A request for a certificate (PKCS#10) that was understood, and whose signature proves that its key is there. */
interface CertificateRequest {
  readonly subject: x509.Name;
  readonly publicKey: KeyObject;
}

const LABELS: readonly string[] = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];
/** AWS IoT: RSA of at least 2048 bits, or one of these curves. */
const LEAST_RSA_BITS = 2048;
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];
const SIGNING = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/**
 * A device certificate with AWS's fields for the key and the name of a request (PEM).
 * Throws BadInput REQUEST_INVALID or what reading PEM throws.
 */
export const certifyRequest = async (
  requestPem: string,
  issuer: Issuer,
  { notBefore, notAfter }: Validity,
): Promise<string> => {
  const { subject, publicKey } = await readRequest(requestPem);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const issuing = new x509.X509Certificate(issuer.certificatePem);
  const key = issuer.key.export({ type: 'pkcs8', format: 'der' });
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuing.subjectName,
    notBefore,
    notAfter,
    publicKey: spki,
    signingAlgorithm: SIGNING,
    signingKey: await webcrypto.subtle.importKey('pkcs8', key, SIGNING, false, ['sign']),
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(issuing.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(spki),
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ],
  });
  return new X509Certificate(Buffer.from(certificate.rawData)).toString();
};

const readRequest = async (pem: string): Promise<CertificateRequest> => {
  const [block, ...more] = pemBlocks(pem, 'the certificate request');
  if (!block || more.length > 0 || !LABELS.includes(block.label)) {
    throw invalid('should hold one PEM block, a CERTIFICATE REQUEST');
  }
  const { request, isProven } = await understood(block.pem);
  if (!isProven) throw invalid('is not signed by the key that it is for');
  const publicKey = createPublicKey({
    key: Buffer.from(request.publicKey.rawData),
    format: 'der',
    type: 'spki',
  });
  requireStrength(publicKey);
  return { subject: request.subjectName, publicKey };
};

const understood = async (pem: string) => {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    return { request, isProven: await request.verify() };
  } catch (cause) {
    throw invalid('is damaged: its PEM block is well formed, what it encodes is not', cause);
  }
};

const requireStrength = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): void => {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === 'rsa' && modulusLength >= LEAST_RSA_BITS) return;
  if (asymmetricKeyType === 'ec' && CURVES.includes(namedCurve)) return;
  throw invalid(
    `should be for RSA of ${LEAST_RSA_BITS} bits or more, or for P-256, P-384 or P-521`,
  );
};

const invalid = (what: string, cause?: unknown): BadInput =>
  new BadInput('REQUEST_INVALID', `The certificate request ${what}.`, { cause });
