import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { BadInput } from '../errors/bench-error.ts';
import { type PemBlock, pemBlocks } from './pem.ts';

/** What a device needs to log in: its certificate, its key, and the root that it must trust. All PEM. */
export interface DeviceCredentials {
  /** The device's own certificate, one. */
  readonly certificatePem: string;
  /** Its private key. A secret: never log it, never put it into an error. */
  readonly keyPem: string;
  /** The root, or several, that server certificates are checked against. */
  readonly caPem: string;
}

/** One of the three parts of device credentials, as they are called in file options and findings. */
export type CredentialPart = 'certificate' | 'key' | 'ca';

/** What each part is called in a sentence when no file name is known. */
export const PART_NAMES: Readonly<Record<CredentialPart, string>> = {
  certificate: 'the device certificate',
  key: 'the private key',
  ca: 'the root certificate',
};

/** Reads one certificate. Throws BadInput NOT_A_PEM, PEM_DAMAGED, WRONG_PEM_KIND or SEVERAL_CERTIFICATES. */
export const parseCertificate = (
  pem: string | Uint8Array,
  source: string = PART_NAMES.certificate,
): X509Certificate => {
  const [first, ...more] = parseCertificates(pem, source);
  if (first && more.length === 0) return first;
  throw new BadInput(
    'SEVERAL_CERTIFICATES',
    `${source} should hold one certificate but holds ${more.length + 1}. Keep the device's own, which comes first in most chains, and leave the others out.`,
  );
};

/** Reads one certificate or several, in order. Throws BadInput NOT_A_PEM, PEM_DAMAGED or WRONG_PEM_KIND. */
export const parseCertificates = (
  pem: string | Uint8Array,
  source: string = PART_NAMES.ca,
): X509Certificate[] =>
  pemBlocks(pem, source).map((block) => {
    // mbedTLS knows no other spelling, whatever OpenSSL takes.
    if (block.label !== 'CERTIFICATE') {
      throw wrongKind(source, 'a CERTIFICATE', block);
    }
    return orDamaged(source, () => new X509Certificate(block.pem));
  });

/** Reads one private key. Throws BadInput NOT_A_PEM, PEM_DAMAGED, WRONG_PEM_KIND, SEVERAL_KEYS or KEY_ENCRYPTED. */
export const parsePrivateKey = (
  pem: string | Uint8Array,
  source: string = PART_NAMES.key,
): KeyObject => {
  // openssl writes the parameters of a curve in front of its key.
  const blocks = pemBlocks(pem, source).filter(({ label }) => label !== 'EC PARAMETERS');
  const [key, ...more] = blocks;
  const odd = blocks.find(({ label }) => !KEY_LABELS.includes(label));
  if (odd || !key) throw wrongKind(source, 'a PRIVATE KEY', odd);
  if (more.length > 0) {
    throw new BadInput(
      'SEVERAL_KEYS',
      `${source} should hold one private key but holds ${blocks.length}. Keep the one of the device's certificate.`,
    );
  }
  if (key.isEncrypted) {
    throw new BadInput(
      'KEY_ENCRYPTED',
      `${source} is protected by a pass phrase, which a board cannot be asked for. Store it without one: openssl pkey -in OLD -out NEW.`,
    );
  }
  return orDamaged(source, () => createPrivateKey(key.pem));
};

const KEY_LABELS: readonly string[] = [
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
];

const wrongKind = (source: string, expected: string, found: PemBlock | undefined): BadInput =>
  new BadInput(
    'WRONG_PEM_KIND',
    `${source} should hold ${expected} but holds a PEM block of the kind ${found?.label ?? 'EC PARAMETERS'}. Check whether two files were swapped.`,
  );

const orDamaged = <T>(source: string, parse: () => T): T => {
  try {
    return parse();
  } catch (cause) {
    throw new BadInput(
      'PEM_DAMAGED',
      `${source} is damaged: its PEM block is well formed, what it encodes is not. Take a fresh copy of it.`,
      { cause },
    );
  }
};
