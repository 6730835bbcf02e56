import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';

/** What every DER of ours begins with: a sequence. */
const SEQUENCE = 0x30;

const privateKey =
  (type: 'pkcs1' | 'pkcs8' | 'sec1') =>
  (key: Buffer): string =>
    createPrivateKey({ key, format: 'der', type }).export({ type, format: 'pem' }).toString();

const READINGS: readonly ((der: Buffer) => string)[] = [
  (der) => new X509Certificate(der).toString(),
  privateKey('pkcs8'),
  privateKey('pkcs1'),
  privateKey('sec1'),
  (key) =>
    createPublicKey({ key, format: 'der', type: 'spki' })
      .export({ type: 'spki', format: 'pem' })
      .toString(),
];

/** A certificate or a key in DER, which are the same in binary, as PEM; undefined for all else. Never throws. */
export const pemOfDer = (content: Uint8Array): string | undefined => {
  if (content[0] !== SEQUENCE) return undefined;
  const der = Buffer.from(content);
  for (const read of READINGS) {
    try {
      return read(der);
    } catch {
      // It is another of them, or none.
    }
  }
  return undefined;
};

const LITTLE_END_FIRST = Buffer.from([0xff, 0xfe]);
const BIG_END_FIRST = Buffer.from([0xfe, 0xff]);

/** Text in UTF-16, as PowerShell's `>` writes it, in UTF-8; undefined for all else. */
export const textOfUtf16 = (bytes: Buffer): string | undefined => {
  const mark = bytes.subarray(0, 2);
  const units = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
  if (mark.equals(LITTLE_END_FIRST)) return units.toString('utf16le');
  return mark.equals(BIG_END_FIRST) ? units.swap16().toString('utf16le') : undefined;
};
