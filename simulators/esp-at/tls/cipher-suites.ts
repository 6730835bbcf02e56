/**
 * The suites of mbedTLS' default list that OpenSSL has too, in mbedTLS' order and by OpenSSL's names (list seen in
 * the hello of v3.4.0.0). Static ECDH and ARIA-CBC are missing: OpenSSL never had them.
 */
const DEFAULT_LIST = `
  ECDHE-ECDSA-AES256-GCM-SHA384
  ECDHE-RSA-AES256-GCM-SHA384
  DHE-RSA-AES256-GCM-SHA384
  ECDHE-ECDSA-AES256-CCM
  DHE-RSA-AES256-CCM
  ECDHE-ECDSA-AES256-SHA384
  ECDHE-RSA-AES256-SHA384
  DHE-RSA-AES256-SHA256
  ECDHE-ECDSA-AES256-SHA
  ECDHE-RSA-AES256-SHA
  DHE-RSA-AES256-SHA
  ECDHE-ECDSA-AES256-CCM8
  DHE-RSA-AES256-CCM8
  ECDHE-ECDSA-ARIA256-GCM-SHA384
  ECDHE-ARIA256-GCM-SHA384
  DHE-RSA-ARIA256-GCM-SHA384
  ECDHE-ECDSA-AES128-GCM-SHA256
  ECDHE-RSA-AES128-GCM-SHA256
  DHE-RSA-AES128-GCM-SHA256
  ECDHE-ECDSA-AES128-CCM
  DHE-RSA-AES128-CCM
  ECDHE-ECDSA-AES128-SHA256
  ECDHE-RSA-AES128-SHA256
  DHE-RSA-AES128-SHA256
  ECDHE-ECDSA-AES128-SHA
  ECDHE-RSA-AES128-SHA
  DHE-RSA-AES128-SHA
  ECDHE-ECDSA-AES128-CCM8
  DHE-RSA-AES128-CCM8
  ECDHE-ECDSA-ARIA128-GCM-SHA256
  ECDHE-ARIA128-GCM-SHA256
  DHE-RSA-ARIA128-GCM-SHA256
  AES256-GCM-SHA384
  AES256-CCM
  AES256-SHA256
  AES256-SHA
  AES256-CCM8
  ARIA256-GCM-SHA384
  AES128-GCM-SHA256
  AES128-CCM
  AES128-SHA256
  AES128-SHA
  AES128-CCM8
  ARIA128-GCM-SHA256
`
  .trim()
  .split(/\s+/);

export const MBEDTLS_3_SUITES: readonly string[] = DEFAULT_LIST;

/** mbedTLS 2 as ESP-AT 2.2 and 2.4 build it: no DHE-RSA, no ARIA (ESP-AT release notes; order as in mbedTLS 3). */
export const MBEDTLS_2_SUITES: readonly string[] = DEFAULT_LIST.filter(
  (name) => !name.startsWith('DHE-') && !name.includes('ARIA'),
);

/** TLS_RSA_* suites (IANA TLS parameters) that the lists above offer: AES-CBC, -GCM and -CCM, ARIA. */
const PLAIN_RSA = new Set([
  0x2f, 0x35, 0x3c, 0x3d, 0x9c, 0x9d, 0xc050, 0xc051, 0xc09c, 0xc09d, 0xc0a0, 0xc0a1,
]);

/** Whether a suite encrypts to the server's key, in place of having the server sign. */
export const isPlainRsa = (suite: number): boolean => PLAIN_RSA.has(suite);
