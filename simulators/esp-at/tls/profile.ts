import type { SecureVersion } from 'node:tls';
import { MBEDTLS_2_SUITES, MBEDTLS_3_SUITES } from './cipher-suites.ts';

/** What a release's TLS client offers, as far as Node's OpenSSL can offer it. */
export interface TlsProfile {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  /** OpenSSL names, best first. */
  readonly ciphers: readonly string[];
  readonly groups: readonly string[];
  readonly signatureAlgorithms: readonly string[];
  /** The version in the record header of the ClientHello. */
  readonly helloRecordVersion: number;
  /**
   * The name that is sent and checked once `AT+MQTTSNI` was given: on v3.4.0.0 it is the host of `AT+MQTTCONN`,
   * whatever name was given (seen). The other releases that have the command were not seen: UNCONFIRMED for 3.3 and 4.1.
   */
  readonly nameAfterSni: 'host' | 'sni';
}

/** Brainpool and NIST curves and X25519, as mbedTLS 3 offers them. */
const GROUPS = [
  'X25519',
  'P-256',
  'P-384',
  'P-521',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
];

const SHA_2 = ['SHA512', 'SHA384', 'SHA256'].flatMap((hash) => [`ECDSA+${hash}`, `RSA+${hash}`]);

/**
 * ESP-AT 3.2 and later. What differs from the real hello, because OpenSSL writes it: the order of the extensions,
 * two more point formats, and the suites that OpenSSL lacks.
 */
export const MBEDTLS_3: TlsProfile = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: MBEDTLS_3_SUITES,
  groups: GROUPS,
  signatureAlgorithms: SHA_2,
  helloRecordVersion: 0x0303,
  nameAfterSni: 'host',
};

/**
 * ESP-AT 2.x, of which no hello was seen: UNCONFIRMED but for the versions, which its sdkconfig allows from TLS 1.0 on.
 * Groups and signature algorithms are taken to be those of its successor, with SHA-1 besides, which mbedTLS 2 still
 * offers; its SHA-224 and its smaller curves are left out, since no server chooses them. What differs because OpenSSL
 * writes the hello is as above.
 */
export const MBEDTLS_2: TlsProfile = {
  ...MBEDTLS_3,
  minVersion: 'TLSv1',
  ciphers: MBEDTLS_2_SUITES,
  signatureAlgorithms: [...SHA_2, 'ECDSA+SHA1', 'RSA+SHA1'],
  helloRecordVersion: 0x0301,
};
