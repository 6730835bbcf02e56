/** What some bytes are, as far as their beginning tells: a stable name and the words for a sentence. */
export interface Recognised {
  readonly kind: string;
  readonly words: string;
}

const startsWith =
  (...magic: number[]) =>
  (bytes: Uint8Array): boolean =>
    magic.every((byte, i) => bytes[i] === byte);

const only =
  (value: number) =>
  (bytes: Uint8Array): boolean =>
    bytes.every((byte) => byte === value);

const beginning = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, 4096)).toString('latin1');

const looksLike =
  (pattern: RegExp) =>
  (bytes: Uint8Array): boolean =>
    pattern.test(beginning(bytes));

/** The first match wins. The words never quote content: it may be a private key. */
const KINDS: readonly [kind: string, is: (bytes: Uint8Array) => boolean, words: string][] = [
  ['nothing', (bytes) => bytes.length === 0, 'nothing (0 bytes)'],
  ['erased', only(0xff), 'erased flash (nothing but FF)'],
  ['zeros', only(0x00), 'nothing but zeros'],
  ['pki-image', startsWith(0xf1, 0xf1), 'a PKI image (F1 F1)'],
  // Tools put words in front of a PEM, in whatever alphabet; what no text has belongs to something else.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no text has
  ['pem', looksLike(/^[^\0-\x08\x0e-\x1f\xff]*-----BEGIN [A-Z0-9 ]+-----/), 'a PEM file'],
  ['der', looksLike(/^\x30[\x80-\x83]/), 'DER, the binary form of certificates and keys'],
  ['partition-table', startsWith(0xaa, 0x50), 'a partition table (AA 50)'],
  ['nvs', looksLike(/^[\xf8\xfc\xfe]\xff{3}[\s\S]{4}\xfe\xff{19}/), 'an NVS image'],
  ['application', startsWith(0xe9), 'a firmware image (E9)'],
  ['factory-parameters', startsWith(0xfc, 0xfc), 'factory parameters (FC FC)'],
  ['zip', startsWith(0x50, 0x4b, 0x03, 0x04), 'a zip archive; unpack it first'],
  // Behind what has a beginning of its own: an NVS and an archive that is not compressed hold PEM as it is.
  [
    'displaced-pem',
    looksLike(/-----BEGIN [A-Z0-9 ]+-----/),
    'a PEM block behind bytes that belong to no PEM file, as of an image that begins too early or too late',
  ],
  ['utf-16', looksLike(/^(\xff\xfe|\xfe\xff)/), 'text in UTF-16; save it as UTF-8'],
  ['html', looksLike(/^\s*<(!doctype|html)/i), 'an HTML page, perhaps a failed download'],
  ['text', looksLike(/^[\t\r\n\x20-\x7e]+$/), 'text without any PEM block'],
];

/** Says what was found where something else was expected. */
export const recognise = (bytes: Uint8Array): Recognised => {
  const match = KINDS.find(([, is]) => is(bytes));
  if (match) return { kind: match[0], words: match[2] };
  return { kind: 'unknown', words: 'bytes of no known kind' };
};
