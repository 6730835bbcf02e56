import type { Registered } from '../../../harness/clouds/client-hello.ts';
import { SUITE_NAMES } from './suite-names.ts';

/** Names that follow each other, from a number on. */
const from = (first: number, names: string): [number, string][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name, place) => [first + place, name]);

const VERSIONS = new Map(from(0x0300, 'SSLv3 TLSv1 TLSv1.1 TLSv1.2 TLSv1.3'));

/** IANA, "TLS Supported Groups". */
const GROUPS = new Map([
  ...from(
    1,
    `sect163k1 sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 sect283k1 sect283r1 sect409k1
    sect409r1 sect571k1 sect571r1 secp160k1 secp160r1 secp160r2 secp192k1 secp192r1 secp224k1 secp224r1 secp256k1
    secp256r1 secp384r1 secp521r1 brainpoolP256r1 brainpoolP384r1 brainpoolP512r1 x25519 x448 brainpoolP256r1tls13
    brainpoolP384r1tls13 brainpoolP512r1tls13`,
  ),
  ...from(256, 'ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192'),
  ...from(0x11eb, 'SecP256r1MLKEM768 X25519MLKEM768 SecP384r1MLKEM1024'),
]);

/** IANA, "TLS SignatureScheme"; below it the pairs of RFC 5246, 7.4.1.4.1 that have no name of their own there. */
const SIGNATURE_ALGORITHMS = new Map([
  ...from(0x0101, 'rsa_md5 dsa_md5 ecdsa_md5'),
  ...from(0x0201, 'rsa_pkcs1_sha1 dsa_sha1 ecdsa_sha1'),
  ...from(0x0301, 'rsa_sha224 dsa_sha224 ecdsa_sha224'),
  ...from(0x0401, 'rsa_pkcs1_sha256 dsa_sha256 ecdsa_secp256r1_sha256'),
  ...from(0x0501, 'rsa_pkcs1_sha384 dsa_sha384 ecdsa_secp384r1_sha384'),
  ...from(0x0601, 'rsa_pkcs1_sha512 dsa_sha512 ecdsa_secp521r1_sha512'),
  ...from(
    0x0804,
    `rsa_pss_rsae_sha256 rsa_pss_rsae_sha384 rsa_pss_rsae_sha512 ed25519 ed448
    rsa_pss_pss_sha256 rsa_pss_pss_sha384 rsa_pss_pss_sha512`,
  ),
  ...from(
    0x081a,
    `ecdsa_brainpoolP256r1tls13_sha256 ecdsa_brainpoolP384r1tls13_sha384
    ecdsa_brainpoolP512r1tls13_sha512`,
  ),
]);

/** IANA, "TLS EC Point Formats". */
const POINT_FORMATS = new Map(
  from(0, 'uncompressed ansiX962_compressed_prime ansiX962_compressed_char2'),
);

/** IANA, "TLS ExtensionType Values". */
const EXTENSIONS = new Map([
  ...from(
    0,
    `server_name max_fragment_length client_certificate_url trusted_ca_keys truncated_hmac status_request user_mapping
    client_authz server_authz cert_type supported_groups ec_point_formats srp signature_algorithms use_srtp heartbeat
    application_layer_protocol_negotiation status_request_v2 signed_certificate_timestamp client_certificate_type
    server_certificate_type padding encrypt_then_mac extended_master_secret token_binding cached_info tls_lts
    compress_certificate record_size_limit pwd_protect pwd_clear password_salt ticket_pinning
    tls_cert_with_extern_psk delegated_credential session_ticket`,
  ),
  ...from(41, 'pre_shared_key early_data supported_versions cookie psk_key_exchange_modes'),
  ...from(47, 'certificate_authorities oid_filters post_handshake_auth'),
  ...from(50, 'signature_algorithms_cert key_share transparency_info'),
  [0xfe0d, 'encrypted_client_hello'],
  [0xff01, 'renegotiation_info'],
]);

/** RFC 8701: numbers that clients strew in, for servers to step over. */
const isGrease = (number: number): boolean =>
  (number & 0x0f0f) === 0x0a0a && number >> 8 === (number & 0xff);

const nameIn = (registry: ReadonlyMap<number, string>, number: number): string =>
  registry.get(number) ??
  (isGrease(number) ? 'GREASE' : `0x${number.toString(16).padStart(4, '0')}`);

const reader =
  (registry: ReadonlyMap<number, string>) =>
  (number: number): Registered => ({ number, name: nameIn(registry, number) });

export const versionName = (number: number): string => nameIn(VERSIONS, number);
export const cipherSuite = reader(SUITE_NAMES);
export const group = reader(GROUPS);
export const signatureAlgorithm = reader(SIGNATURE_ALGORITHMS);
export const pointFormat = reader(POINT_FORMATS);
export const extension = reader(EXTENSIONS);
