import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { readCertificate } from './certificate-facts.ts';
import { type ConnectFailure, FAILED_TO_OPEN } from './connect-failure.ts';

/** The bytes of the three PEM files, as they came out of the flash. */
export interface CredentialBytes {
  readonly ca?: Uint8Array | undefined;
  readonly certificate?: Uint8Array | undefined;
  readonly key?: Uint8Array | undefined;
}

/** What the modem shows of itself: its certificate (and any behind it) and its key, which may belong to another. */
export interface Identity {
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
}

type Loaded<T> = { readonly loaded: T } | { readonly failure: ConnectFailure };

/** mbedTLS: MBEDTLS_ERR_X509_INVALID_FORMAT. */
const BAD_CERTIFICATE = 0x2180;
/** mbedTLS: MBEDTLS_ERR_PK_KEY_INVALID_FORMAT. */
const BAD_KEY = 0x3d00;

/** Parses the trusted certificates; ones that are damaged are left out as long as one is good. */
export const loadAuthorities = (ca: Uint8Array | undefined): Loaded<readonly X509Certificate[]> =>
  loadCertificates(ca, 'the CA');

/** Parses the modem's own certificate and key, without asking whether they fit each other (as mbedTLS does). */
export const loadIdentity = ({ certificate, key }: CredentialBytes): Loaded<Identity> => {
  const certificates = loadCertificates(certificate, 'the client certificate');
  if ('failure' in certificates) {
    return certificates;
  }
  try {
    // A key with a passphrase is as good as none: the firmware has no passphrase.
    const parsed = createPrivateKey({ key: textOf(key), format: 'pem' });
    if (parsed.asymmetricKeyType === 'rsa' || parsed.asymmetricKeyType === 'ec') {
      return { loaded: { chain: certificates.loaded, key: parsed } };
    }
  } catch {
    // Falls through: whatever is wrong with it, the key cannot be used.
  }
  return setupFailed('the client key cannot be parsed', 'mbedtls_pk_parse_keyfile', BAD_KEY);
};

const loadCertificates = (
  bytes: Uint8Array | undefined,
  what: string,
): Loaded<readonly X509Certificate[]> => {
  const pems = textOf(bytes).match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  const loaded = (pems ?? []).flatMap((pem) => readCertificate(pem) ?? []);
  return loaded.length > 0
    ? { loaded }
    : setupFailed(`${what} cannot be parsed`, 'mbedtls_x509_crt_parse', BAD_CERTIFICATE);
};

/** mbedTLS looks for PEM as C does for text: it sees nothing behind a NUL, such as a PKI image has in its head. */
const textOf = (bytes: Uint8Array | undefined): string =>
  Buffer.from(bytes ?? [])
    .toString('latin1')
    .split('\0', 1)
    .join();

const setupFailed = (text: string, call: string, mbedtls: number): { failure: ConnectFailure } => ({
  failure: {
    stage: 'setup',
    text,
    mbedtls,
    log: [
      {
        level: 'E',
        tag: 'esp-tls-mbedtls',
        text: `${call} returned ${spelled(mbedtls)}`,
      },
      {
        level: 'E',
        tag: 'esp-tls-mbedtls',
        text: 'Failed to set client configurations, returned [0x8017] (ESP_ERR_MBEDTLS_SSL_SETUP_FAILED)',
      },
      { level: 'E', tag: 'esp-tls', text: 'create_ssl_handle failed' },
      ...FAILED_TO_OPEN,
    ],
  },
});

/** `-0x2700`, as ESP-IDF logs mbedTLS' error numbers. */
export const spelled = (mbedtls: number): string =>
  `-0x${mbedtls.toString(16).toUpperCase().padStart(4, '0')}`;
