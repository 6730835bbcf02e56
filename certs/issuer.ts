import type { KeyObject } from 'node:crypto';
import { type Name, signCertificate, type Validity } from './certificate.ts';
import { authorityExtensions, leafExtensions } from './extensions.ts';
import type { KeySource } from './keys.ts';

/** A certificate with its private key, able to sign others. */
export interface Issuer {
  readonly name: Name;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly certificatePem: string;
}

/** The full name of one of this project's own issuers. */
export const organisation = (commonName: string): Name => [
  { shortName: 'O', value: 'esp-at-bench' },
  { shortName: 'CN', value: commonName },
];

/** Makes an issuer below `parent`, or a root where there is none. */
export const makeIssuer = async ({
  name,
  keys,
  parent,
  mayIssue = true,
  ...validity
}: Validity & {
  name: Name;
  keys: KeySource;
  parent?: Issuer;
  /** False: its certificate says that it issues none, and it does all the same. */
  mayIssue?: boolean;
}): Promise<Issuer> => {
  const { publicKey, privateKey } = await keys();
  const certificatePem = await signCertificate({
    subject: name,
    publicKey,
    issuer: parent ?? { name, key: privateKey },
    extensions: (mayIssue ? authorityExtensions : leafExtensions)(publicKey, parent?.publicKey),
    ...validity,
  });
  return { name, key: privateKey, publicKey, certificatePem };
};
