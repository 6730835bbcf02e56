import type { ClientHello } from './client-hello.ts';

/** Device Advisor's favourites (AWS IoT developer guide, "TLS": device support for recommended cipher suites). */
const RECOMMENDED: readonly string[] = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
];

/** All that AWS IoT speaks under its default policy IoTSecurityPolicy_TLS13_1_2_2022_10. */
export const AWS_SUITES: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  ...RECOMMENDED,
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_AES_256_CBC_SHA256',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
];

/** Entries of the list that are signals to the server (RFC 5746, 7507, 8701) and no suites. */
const SIGNALS: readonly string[] = [
  'TLS_EMPTY_RENEGOTIATION_INFO_SCSV',
  'TLS_FALLBACK_SCSV',
  'GREASE',
];

/** What Device Advisor says of the cipher suites that a device offers, and why. */
export interface CipherSuiteVerdict {
  readonly verdict: 'pass' | 'warn' | 'fail';
  readonly recommended: readonly string[];
  /** Offered, and spoken by AWS. */
  readonly supported: readonly string[];
  /** Offered in vain: AWS does not speak them. */
  readonly unsupported: readonly string[];
}

/**
 * Judges as the test case TLS_Support_AWS_IoT_Cipher_Suites of AWS IoT Device Advisor does. A hello that nobody could
 * read offers nothing.
 */
export const judgeCipherSuites = (
  hello: Pick<ClientHello, 'cipherSuites'> | null,
): CipherSuiteVerdict => {
  const offered = (hello?.cipherSuites ?? [])
    .map(({ name }) => name)
    .filter((name) => !SIGNALS.includes(name));
  const supported = offered.filter((name) => AWS_SUITES.includes(name));
  const unsupported = offered.filter((name) => !AWS_SUITES.includes(name));
  const recommended = offered.filter((name) => RECOMMENDED.includes(name));
  const isClean = recommended.length > 0 && unsupported.length === 0;
  const verdict = supported.length === 0 ? 'fail' : isClean ? 'pass' : 'warn';
  return { verdict, recommended, supported, unsupported };
};
