import type { KeyObject } from 'node:crypto';
import { parseCertificates, parsePrivateKey } from '../credentials.ts';
import { type CertificateDescription, describeCertificate } from '../describe-certificate.ts';
import { pemOfDer } from './other-spelling.ts';
import { recognise } from './recognise.ts';

/** What may be said about the content of a credential's place. Of a private key that is its kind and size alone. */
export type ContentDescription =
  | {
      readonly kind: 'certificates';
      readonly bytes: number;
      readonly certificates: readonly CertificateDescription[];
    }
  | { readonly kind: 'key'; readonly bytes: number; readonly algorithm: string }
  | { readonly kind: 'other'; readonly bytes: number; readonly words: string };

const algorithmOf = ({ asymmetricKeyType, asymmetricKeyDetails: details }: KeyObject): string =>
  [asymmetricKeyType?.toUpperCase(), details?.modulusLength ?? details?.namedCurve]
    .filter((part) => part !== undefined)
    .join(' ');

type Reading = (pem: string | Buffer, bytes: number) => ContentDescription;

const READINGS: readonly Reading[] = [
  (pem, bytes) => ({
    kind: 'certificates',
    bytes,
    certificates: parseCertificates(pem).map(({ raw }) => describeCertificate(raw)),
  }),
  (pem, bytes) => ({ kind: 'key', bytes, algorithm: algorithmOf(parsePrivateKey(pem)) }),
];

/** Describes certificates or a key, in PEM or DER, and says of all else what it looks like. Never throws, never quotes. */
export const describeContent = (content: Uint8Array): ContentDescription => {
  const pem = pemOfDer(content) ?? Buffer.from(content);
  for (const read of READINGS) {
    try {
      return read(pem, content.length);
    } catch {
      // It is something else, or nothing that can be read.
    }
  }
  return { kind: 'other', bytes: content.length, words: recognise(content).words };
};
