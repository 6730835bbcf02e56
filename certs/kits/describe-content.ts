import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { parseCertificates, parsePrivateKey } from '../credentials.ts';
import { type CertificateDescription, describeCertificate } from '../describe-certificate.ts';
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

type Reading = (content: Buffer) => ContentDescription;

const algorithmOf = ({ asymmetricKeyType, asymmetricKeyDetails: details }: KeyObject): string =>
  [asymmetricKeyType?.toUpperCase(), details?.modulusLength ?? details?.namedCurve]
    .filter((part) => part !== undefined)
    .join(' ');

const certificates: Reading = (content) => {
  const isPem = recognise(content).kind === 'pem';
  const all = isPem ? parseCertificates(content) : [new X509Certificate(content)];
  const { length: bytes } = content;
  return {
    kind: 'certificates',
    bytes,
    certificates: all.map(({ raw }) => describeCertificate(raw)),
  };
};

const keyInPem: Reading = (content) => ({
  kind: 'key',
  bytes: content.length,
  algorithm: algorithmOf(parsePrivateKey(content)),
});

const keyInDer =
  (type: 'pkcs1' | 'pkcs8' | 'sec1'): Reading =>
  (content) => ({
    kind: 'key',
    bytes: content.length,
    algorithm: algorithmOf(createPrivateKey({ key: content, format: 'der', type })),
  });

const READINGS = [
  certificates,
  keyInPem,
  keyInDer('pkcs8'),
  keyInDer('pkcs1'),
  keyInDer('sec1'),
] as const;

/** Describes certificates or a key, in PEM or DER, and says of all else what it looks like. Never throws, never quotes. */
export const describeContent = (content: Uint8Array): ContentDescription => {
  for (const read of READINGS) {
    try {
      return read(Buffer.from(content));
    } catch {
      // It is something else, or nothing that can be read.
    }
  }
  return { kind: 'other', bytes: content.length, words: recognise(content).words };
};
