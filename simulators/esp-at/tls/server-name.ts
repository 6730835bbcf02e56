import type { X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';

/**
 * Whether a certificate was issued for a name, or for an address written as a name. Alternative names count alone
 * where there are any, the common name otherwise (mbedTLS, x509_crt_verify_name).
 */
export const isIssuedFor = (certificate: X509Certificate, name: string): boolean => {
  if (certificate.subjectAltName === undefined) {
    return commonNames(certificate).some((given) => matches(given, name));
  }
  return certificate.subjectAltName.split(', ').some((entry) => {
    const [kind, value = ''] = splitOnce(entry, ':');
    return kind === 'DNS'
      ? matches(value, name)
      : kind === 'IP Address' && isIPv4(name) && value === name;
  });
};

const commonNames = ({ subject }: X509Certificate): string[] =>
  subject
    .split('\n')
    .filter((line) => line.startsWith('CN='))
    .map((line) => line.slice('CN='.length));

/** `*.` stands for exactly one label. */
const matches = (given: string, name: string): boolean => {
  const [wanted, pattern] = [name.toLowerCase(), given.toLowerCase()];
  if (!pattern.startsWith('*.')) {
    return pattern === wanted;
  }
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === pattern.slice(1);
};

const splitOnce = (text: string, mark: string): [string, string | undefined] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
};
