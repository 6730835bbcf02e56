import { createPublicKey } from 'node:crypto';

/** Fewer bytes than this say nothing: looked for as they stand, they would be found (and blotted out) everywhere. */
export const SHORTEST_LITERAL = 4;

/** A key is looked for in pieces of this many bytes, so that any longer fragment of it is recognised. */
const PIECE = 32;

const atEscaped = (text: string): string => text.replace(/[\\",]/g, '\\$&');
const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1);
const htmlEscaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const htmlNamed = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The same bytes look different in base64 at each of three places; the characters shared with neighbours are cut off. */
const base64Forms = (bytes: Uint8Array): string[] =>
  [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const own = text.slice(
      Math.ceil((shift * 8) / 6),
      Math.floor(((shift + bytes.length) * 8) / 6),
    );
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });

const hexForms = (bytes: Uint8Array): string[] =>
  ['', ' ', ':'].flatMap((separator) => {
    const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
    return [text, text.toUpperCase()];
  });

const textForms = (text: string): string[] =>
  [text, atEscaped(text)].flatMap((spelling) => [
    spelling,
    jsonEscaped(spelling),
    jsonEscaped(jsonEscaped(spelling)),
    htmlEscaped(spelling),
    htmlNamed(spelling),
  ]);

const isText = (bytes: Uint8Array): boolean =>
  Buffer.from(Buffer.from(bytes).toString('utf8')).equals(bytes);

const pieces = (bytes: Uint8Array): Uint8Array[] => {
  const count = Math.max(1, Math.floor(bytes.length / PIECE));
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * PIECE, index === count - 1 ? undefined : (index + 1) * PIECE),
  );
};

/** Every spelling under which a secret may turn up: as it is, escaped for AT, JSON, HTML or a URL, in base64 and hex. */
export const formsOfSecret = (bytes: Uint8Array): Buffer[] => {
  const text = Buffer.from(bytes).toString('utf8');
  const spellings = isText(bytes) ? [...textForms(text), encodeURIComponent(text)] : [];
  const forms = [
    Buffer.from(bytes),
    ...[...spellings, ...base64Forms(bytes), ...hexForms(bytes)].map((form) => Buffer.from(form)),
  ];
  return forms.filter((form) => form.length >= SHORTEST_LITERAL);
};

/** The half that certificates show. Encrypted keys do not tell it. */
const publicHalf = (pem: string): Buffer => {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' });
  } catch {
    return Buffer.alloc(0);
  }
};

/**
 * A private key's lines and bytes, piece by piece, each in every spelling: line ends and wrapping do not matter then.
 * Of the pieces that its certificate shows as well only the lines count, or certificates would be blotted out too.
 */
export const formsOfPrivateKey = (pem: string): Buffer[] => {
  const known = publicHalf(pem);
  const lines = [...pem.matchAll(/^[A-Za-z0-9+/=]+\r?$/gm)].map(([line]) => line.trim());
  const isSecret = (bytes: Buffer, piece: Uint8Array): boolean =>
    piece.length >= PIECE / 2 && !known.includes(bytes);
  const text = lines
    .flatMap((line) => pieces(Buffer.from(line)))
    .filter((piece) => isSecret(Buffer.from(Buffer.from(piece).toString(), 'base64'), piece));
  const bytes = pieces(Buffer.from(lines.join(''), 'base64')).filter((piece) =>
    isSecret(Buffer.from(piece), piece),
  );
  const wholeLines = lines
    .filter((line) => line.length >= PIECE / 2)
    .map((line) => Buffer.from(line));
  return [...wholeLines, ...[...text, ...bytes].flatMap(formsOfSecret)];
};
