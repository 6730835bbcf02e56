import { createPublicKey, type KeyObject } from 'node:crypto';
import { parseCertificates, parsePrivateKey } from '../../certs/credentials.ts';
import { describeCertificate } from '../../certs/describe-certificate.ts';
import { recognise } from '../../certs/kits/recognise.ts';
import { readPkiImage } from '../../certs/pki/pki-image-reader.ts';
import { sha256 } from '../../certs/sha256.ts';
import { explainMismatch } from '../flash/explain-mismatch.ts';
import type { StoredItem } from './evidence.ts';

type Content = Pick<StoredItem, 'holds' | 'certificate' | 'publicKeyId' | 'damage' | 'endsEarly'>;

const NOTHING: Content = {
  holds: null,
  certificate: null,
  publicKeyId: null,
  damage: null,
  endsEarly: false,
};

const publicKeyId = (key: KeyObject): string =>
  sha256(key.export({ type: 'spki', format: 'der' }) as Uint8Array);

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);

const certificateIn = (content: Uint8Array): Content => {
  const [first] = parseCertificates(content, 'what stands there');
  if (!first) return NOTHING;
  const {
    subject,
    issuer,
    sha256: id,
    notBefore,
    notAfter,
    isAuthority,
  } = describeCertificate(first.raw);
  return {
    ...NOTHING,
    holds: 'certificate',
    certificate: {
      subject,
      issuer,
      id,
      validFrom: notBefore.toISOString(),
      validTo: notAfter.toISOString(),
      isAuthority,
    },
    publicKeyId: publicKeyId(first.publicKey),
  };
};

const keyIn = (content: Uint8Array): Content => ({
  ...NOTHING,
  holds: 'key',
  publicKeyId: publicKeyId(createPublicKey(parsePrivateKey(content, 'what stands there'))),
});

/** A PEM without its end, and behind it at most erased flash. */
const CUT_PEM = /-----BEGIN [A-Z ]+-----[\r\n A-Za-z0-9+/=-]*\xff*$/;
const PEM_END = /-----END [A-Z ]+-----/;

const PEM_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** What is inside, without any of it. A PEM that cannot be read is damaged. */
const contentOf = (content: Uint8Array): Content => {
  const text = Buffer.from(content).toString('latin1');
  const isKey = PEM_KEY.test(text);
  try {
    return isKey ? keyIn(content) : certificateIn(content);
  } catch (error) {
    const endsEarly = CUT_PEM.test(text) && !PEM_END.test(text);
    return { ...NOTHING, holds: isKey ? 'key' : null, damage: sentenceOf(error), endsEarly };
  }
};

const inImage = (bytes: Uint8Array): { content: Content; size: number } => {
  try {
    const { items, size } = readPkiImage(bytes);
    const [first] = items;
    if (first) return { content: contentOf(first.content), size };
    return { content: { ...NOTHING, damage: 'the image holds no items' }, size };
  } catch (error) {
    return { content: { ...NOTHING, damage: sentenceOf(error) }, size: bytes.length };
  }
};

const FORMS: Readonly<Record<string, StoredItem['form']>> = {
  'pki-image': 'pki-image',
  pem: 'pem',
  erased: 'erased',
  nothing: 'empty',
};

/**
 * Describes what was read back from a place, without a byte of it. Never throws.
 * @param read all of a value, or of a partition at least the image in it
 * @param meant what was last meant to stand there
 */
export const storedItem = (place: string, read: Uint8Array, meant?: Uint8Array): StoredItem => {
  const { kind, words } = recognise(read);
  const form = FORMS[kind] ?? 'other';
  const image = form === 'pki-image' ? inImage(read) : undefined;
  const isReadable = form === 'pem' || kind === 'der';
  const content = image?.content ?? (isReadable ? contentOf(read) : NOTHING);
  const size = image?.size ?? read.length;
  // A partition goes on behind what was written into it.
  const compared =
    meant && read.length > meant.length && kind !== 'nothing'
      ? read.subarray(0, meant.length)
      : read;
  return {
    place,
    form,
    ...content,
    damage: content.damage ?? (form === 'other' ? `it is ${words}` : null),
    bytes: size,
    sha256: sha256(meant ? compared : read.subarray(0, size)),
    difference: meant ? explainMismatch(meant, compared) : null,
  };
};
