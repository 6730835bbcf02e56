import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { certificateId } from './describe-certificate.ts';

/** The roots of AWS IoT's servers, by the SHA-256 of their DER. Node.js trusts them all. */
const AMAZON_ROOTS = {
  'Amazon Root CA 1': '8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e',
  'Amazon Root CA 2': '1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4',
  'Amazon Root CA 3': '18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4',
  'Amazon Root CA 4': 'e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092',
  'Starfield Services Root CA - G2':
    '568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5',
} as const;

export type AmazonRoot = keyof typeof AMAZON_ROOTS;

/** Which of Amazon's roots has this certificate id, if any. */
export const amazonRootOf = (id: string): AmazonRoot | undefined =>
  (Object.keys(AMAZON_ROOTS) as AmazonRoot[]).find((name) => AMAZON_ROOTS[name] === id);

/** That root (PEM) as AWS hands it out, known by its fingerprint among those that Node.js itself trusts. */
export const amazonRootPem = (name: AmazonRoot): string | undefined => {
  const own = rootCertificates.find((pem) => certificateId(pem) === AMAZON_ROOTS[name]);
  // As X509Certificate writes it: with the final newline, 1188 bytes for the first.
  return own === undefined ? undefined : new X509Certificate(own).toString();
};
