/** What mbedTLS can hold against a server's certificates (the flags of x509.h that apply here). */
export type CertificateFault =
  | 'expired'
  | 'not-yet-valid'
  | 'not-trusted'
  | 'name-mismatch'
  | 'key-usage'
  | 'extended-key-usage'
  | 'weak-hash'
  | 'weak-key';

interface FaultRow {
  readonly fault: CertificateFault;
  /** TLS alert number (RFC 5246, section 7.2). */
  readonly alert: number;
  /** mbedTLS' wording, as a debug build logs it. */
  readonly text: string;
}

/** In mbedTLS' order: of several faults the first one gives the alert. */
const FAULTS: readonly FaultRow[] = [
  {
    fault: 'name-mismatch',
    alert: 42,
    text: 'The certificate Common Name (CN) does not match with the expected CN',
  },
  { fault: 'key-usage', alert: 43, text: 'Usage does not match the keyUsage extension' },
  {
    fault: 'extended-key-usage',
    alert: 43,
    text: 'Usage does not match the extendedKeyUsage extension',
  },
  {
    fault: 'weak-key',
    alert: 43,
    text: 'The certificate is signed with an unacceptable key (eg bad curve, RSA too short).',
  },
  { fault: 'expired', alert: 45, text: 'The certificate validity has expired' },
  {
    fault: 'not-trusted',
    alert: 48,
    text: 'The certificate is not correctly signed by the trusted CA',
  },
  { fault: 'not-yet-valid', alert: 46, text: 'The certificate validity starts in the future' },
  { fault: 'weak-hash', alert: 46, text: 'The certificate is signed with an unacceptable hash.' },
];

/** The alert that mbedTLS refuses a server with. Undefined: nothing is held against it. */
export const alertFor = (found: Iterable<CertificateFault>): number | undefined => {
  const faults = new Set(found);
  return FAULTS.find(({ fault }) => faults.has(fault))?.alert;
};

/** All that is held against a server, in mbedTLS' words. */
export const describeFaults = (found: Iterable<CertificateFault>): string[] => {
  const faults = new Set(found);
  return FAULTS.filter(({ fault }) => faults.has(fault)).map(({ text }) => text);
};
