import type { Evidence } from './evidence.ts';
import { logLines } from './log-text.ts';

/** What a debug build's log port tells of TLS, in words. A release build tells nothing. */
export interface TlsTrouble {
  /** As it stands there: `-0x2700`. */
  readonly number: string;
  /** Null for a number that is not known here. */
  readonly words: string | null;
  /** Of a certificate that was not taken: why, by mbedTLS' own names. */
  readonly flags: readonly string[];
}

/** mbedTLS 2.x and 3.x: net_sockets.h, pem.h, x509.h, pk.h, ssl.h. */
const NUMBERS: Readonly<Record<number, string>> = {
  66: 'no socket could be made',
  68: 'the connection was refused, or nobody answered',
  76: 'reading from the connection failed',
  78: 'writing to the connection failed',
  80: 'the other end reset the connection',
  82: 'the name of the server is not known',
  4224: 'there is no PEM where one should be',
  4352: 'a PEM is damaged',
  8576: 'what is stored is no certificate',
  9856: 'a signature was made in another way than the certificate says',
  9984: 'the certificate of the other end was not taken for valid',
  10112: 'what is stored is neither a PEM nor DER',
  10368: 'memory ran out over a certificate',
  15232: 'the pass phrase of the key is another',
  15360: 'the key has a pass phrase',
  15488: 'the key is of an unknown kind',
  15616: 'what is stored is no private key',
  16256: 'memory ran out over the key',
  26624: 'the handshake took too long',
  28160: 'the handshake failed: the two ends have nothing in common',
  28288: 'the other end speaks another version of TLS',
  29056: 'a record was damaged',
  29184: 'what the server sent is not TLS',
  29312: 'the connection was closed in the middle of the handshake',
  29440: 'the server chose a cipher suite that was not offered',
  29568: 'no cipher suite is supported by both ends',
  29824: 'the other end showed no certificate',
  30208: 'there is a certificate and no private key to it',
  30336: 'there is no CA to check the server against',
  30464: 'an unexpected message came',
  30592: 'the other end sent a fatal alert',
  30720: 'the other end could not be verified',
  30848: 'the other end said goodbye',
  32512: 'memory ran out over TLS',
};

/** What is wrong with a certificate: x509.h, and the sentences in which `mbedtls_x509_crt_verify_info` puts it. */
const FLAGS: readonly (readonly [bit: number, name: string, sentence: RegExp])[] = [
  [0x01, 'EXPIRED', /validity has expired/],
  [0x02, 'REVOKED', /has been revoked/],
  [0x04, 'CN_MISMATCH', /\(CN\) does not match/],
  [0x08, 'NOT_TRUSTED', /not correctly signed by the trusted CA/],
  [0x40, 'MISSING', /Certificate was missing/],
  [0x0200, 'FUTURE', /validity starts in the future/],
  [0x0800, 'KEY_USAGE', /match the keyUsage/],
  [0x1000, 'EXT_KEY_USAGE', /match the extendedKeyUsage/],
  [0x4000, 'BAD_MD', /unacceptable hash/],
  [0x8000, 'BAD_PK', /unacceptable PK alg/],
  [0x0001_0000, 'BAD_KEY', /unacceptable key/],
];

const NUMBER = /mbedtls_\w+ returned (?<number>-0x(?<digits>[0-9a-f]{1,5}))/i;

/** The names of the bits, the lowest first. */
export const verifyFlags = (bits: number): readonly string[] =>
  FLAGS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);

const flagsIn = (line: string): readonly string[] => {
  const { bits } = /flags?\W*0x(?<bits>[0-9a-f]+)/i.exec(line)?.groups ?? {};
  const told = FLAGS.filter(([, , sentence]) => sentence.test(line)).map(([, name]) => name);
  return bits === undefined ? told : verifyFlags(Number.parseInt(bits, 16));
};

/** What a number of mbedTLS means, given without its sign; null where that is not known here. */
export const mbedtlsWords = (number: number): string | null => NUMBERS[number] ?? null;

/** All that mbedTLS told on the log port, in order; `flags` are those of the lines up to the next. */
export const tlsTroubles = (evidence: Evidence): readonly TlsTrouble[] => {
  const troubles: { number: string; words: string | null; flags: string[] }[] = [];
  for (const line of logLines(evidence)) {
    const { number, digits = '' } = NUMBER.exec(line)?.groups ?? {};
    if (number === undefined) troubles.at(-1)?.flags.push(...flagsIn(line));
    else troubles.push({ number, words: mbedtlsWords(Number.parseInt(digits, 16)), flags: [] });
  }
  return troubles;
};

/** The last of them as a reason: `mbedTLS says -0x2700, ... (FUTURE)`; none where the log port tells nothing. */
export const becauseOfTls = (evidence: Evidence): readonly string[] => {
  const last = tlsTroubles(evidence).at(-1);
  if (!last) return [];
  const words = last.words === null ? '' : `, ${last.words}`;
  const flags = last.flags.length === 0 ? '' : ` (${last.flags.join(', ')})`;
  return [`the log port says mbedTLS ended with ${last.number}${words}${flags}`];
};
