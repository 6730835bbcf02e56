const NOT_PLAIN = /[^\x20-\x5b\x5d-\x7e]/g;

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\\': '\\\\' };

/** Bytes one by one as characters, nothing lost. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Nobody reads a screen full of erased flash. */
const RUN = /(.)\1{31,}/gs;

const escapeRun = (text: string): string =>
  text.replace(
    NOT_PLAIN,
    (character) =>
      NAMED[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/**
 * Text of bytes, one by one, as people can read it: with `\r`, `\n`, `\\` and `\xNN`, and more than thirty of the same
 * as `<4096 times \xff>`.
 */
export const escapeText = (text: string): string => {
  let shown = '';
  let at = 0;
  for (const run of text.matchAll(RUN)) {
    const [all, character] = run;
    shown += `${escapeRun(text.slice(at, run.index))}<${all.length} times ${escapeRun(String(character))}>`;
    at = run.index + all.length;
  }
  return shown + escapeRun(text.slice(at));
};
