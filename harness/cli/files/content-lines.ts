import type { CertificateDescription } from '../../../certs/describe-certificate.ts';
import type { ContentDescription } from '../../../certs/kits/describe-content.ts';
import { printable } from '../../../certs/printable.ts';

const day = (date: Date): string =>
  Number.isNaN(date.getTime()) ? 'an unreadable date' : date.toISOString().slice(0, 10);

const certificateLines = (certificate: CertificateDescription): string[] => [
  `certificate of ${printable(certificate.subject) || 'nobody'}, by ${printable(certificate.issuer) || 'nobody'}`,
  `  valid ${day(certificate.notBefore)} to ${day(certificate.notAfter)}, SHA-256 ${certificate.sha256}`,
];

/** What a credential is, for people: lines without indent. */
export const contentLines = (content: ContentDescription): string[] => {
  if (content.kind === 'certificates') return content.certificates.flatMap(certificateLines);
  return [content.kind === 'key' ? `private key, ${content.algorithm}` : content.words];
};
