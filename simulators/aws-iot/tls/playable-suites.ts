import type { KeyKind } from '../../../certs/keys.ts';
import { SUITE_NAMES } from './suite-names.ts';

/** A cipher suite that a server with a certificate can speak, by both of its names. */
export interface PlayableSuite {
  readonly iana: string;
  readonly openssl: string;
  /** What the server's key must be of; suites of TLS 1.3 take any. */
  readonly key: KeyKind | 'any';
}

/** Key exchanges that take a certificate with an RSA key or one on a curve. */
const KEYS: Readonly<Record<string, KeyKind>> = {
  RSA: 'rsa',
  DHE_RSA: 'rsa',
  ECDHE_RSA: 'rsa',
  ECDHE_ECDSA: 'p-256',
};

/** IANA's words, and what OpenSSL makes of them, in turn. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^TLS_RSA_WITH_/, ''],
  [/^TLS_ECDHE_RSA_WITH_ARIA/, 'ECDHE_ARIA'],
  [/^TLS_(\w+)_WITH_/, '$1_'],
  [/_POLY1305_SHA256$/, '_POLY1305'],
  [/(AES|ARIA|CAMELLIA)_(\d+)/, '$1$2'],
  [/(AES\d+|CAMELLIA\d+)_CBC/, '$1'],
  [/CCM_8$/, 'CCM8'],
];

const opensslName = (iana: string): string =>
  SPELLINGS.reduce((name, [pattern, spelling]) => name.replace(pattern, spelling), iana).replaceAll(
    '_',
    '-',
  );

const SUITES = [...SUITE_NAMES.values()].flatMap((iana): PlayableSuite[] => {
  if (/^TLS_(AES|CHACHA20)_/.test(iana)) return [{ iana, openssl: iana, key: 'any' }];
  const [, exchange = ''] = /^TLS_(\w+)_WITH_(?:AES|ARIA|CAMELLIA|CHACHA20)_/.exec(iana) ?? [];
  const key = KEYS[exchange];
  return key ? [{ iana, openssl: opensslName(iana), key }] : [];
});

/** The suite of this name, IANA's or OpenSSL's. Whether OpenSSL was built with it is another question. */
export const playableSuite = (name: string): PlayableSuite | undefined =>
  SUITES.find(({ iana, openssl }) => iana === name || openssl === name);
