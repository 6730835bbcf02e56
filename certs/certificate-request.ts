import 'reflect-metadata'; // @peculiar/x509 looks for it, and must find it first
import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Name, Pkcs10CertificateRequest } from '@peculiar/x509';
import { BadInput } from '../errors/bench-error.ts';
import { pemBlocks } from './pem.ts';

/** A request for a certificate (PKCS#10) that was understood, and whose signature proves that its key is there. */
interface CertificateRequest {
  readonly subject: Name;
  readonly publicKey: KeyObject;
}

const LABELS: readonly string[] = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];
/** AWS IoT: RSA of at least 2048 bits, or one of these curves. */
const LEAST_RSA_BITS = 2048;
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Reads a request and checks that it is signed. Throws BadInput REQUEST_INVALID or what reading PEM throws. */
export const readRequest = async (pem: string): Promise<CertificateRequest> => {
  const [block, ...more] = pemBlocks(pem, 'the certificate request');
  if (!block || more.length > 0 || !LABELS.includes(block.label)) {
    throw invalid('should hold one PEM block, a CERTIFICATE REQUEST');
  }
  const { isProven, ...request } = await understood(block.pem);
  if (!isProven) throw invalid('is not signed by the key that it is for');
  requireStrength(request.publicKey);
  return request;
};

const understood = async (pem: string) => {
  try {
    const request = new Pkcs10CertificateRequest(pem);
    const key = Buffer.from(request.publicKey.rawData);
    return {
      subject: request.subjectName,
      publicKey: createPublicKey({ key, format: 'der', type: 'spki' }),
      isProven: await request.verify(),
    };
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
