const NOT_PLAIN = /[^\x20-\x5b\x5d-\x7e]/g;

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\\': '\\\\' };

/** Bytes one by one as characters, nothing lost. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Text of bytes, one by one, as people can read it: with `\r`, `\n`, `\\` and `\xNN`. */
export const escapeText = (text: string): string =>
  text.replace(
    NOT_PLAIN,
    (character) =>
      NAMED[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
