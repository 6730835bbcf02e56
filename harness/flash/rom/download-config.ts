import { printable } from '../../../certs/printable.ts';
import type { FlashParameters } from './flash-parameters.ts';
import { refused } from './regions.ts';

/** What a release's `download.config` says: arguments for esptool's `write_flash`. */
export interface DownloadConfig {
  readonly parameters: FlashParameters;
  readonly files: readonly { readonly address: number; readonly path: string }[];
}

const PARAMETER = /^--flash[_-](?<name>mode|freq|size)$/;
const ADDRESS = /^(0x[\da-f]{1,8}|\d{1,9})$/i;
/** A shell reads these words, so quotes keep blanks together and a `#` begins a comment. */
const WORD = /"(?<quoted>[^"]*)"|(?<comment>#.*)|(?<plain>\S+)/g;

const wordsOf = (line: string): string[] =>
  [...line.matchAll(WORD)].flatMap(({ groups: { quoted, plain } = {} }) => quoted ?? plain ?? []);

const wrong = (line: number, what: string) =>
  refused('DOWNLOAD_CONFIG', `download.config, line ${line}: ${what}.`);

/**
 * Reads a `download.config`: flash parameters, then an address and a path for each file, in any order.
 * @throws BadInput `DOWNLOAD_CONFIG`
 */
export const parseDownloadConfig = (text: string): DownloadConfig => {
  const parameters: Record<string, string> = {};
  const files: { address: number; path: string }[] = [];
  const words = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, at) => wordsOf(line).map((word) => ({ word, line: at + 1 })));
  for (let at = 0; at < words.length; at += 2) {
    const { word, line } = words[at] as (typeof words)[number];
    const value = words[at + 1];
    const name = PARAMETER.exec(word)?.groups?.name;
    if (name === undefined && !ADDRESS.test(word))
      throw wrong(
        line,
        `expected --flash_mode, --flash_freq, --flash_size or an address like 0x8000, not "${printable(word)}"`,
      );
    if (value === undefined || value.line !== line)
      throw wrong(line, `nothing follows ${printable(word)}`);
    if (name === undefined) files.push({ address: Number(word), path: value.word });
    else parameters[name] = value.word;
  }
  if (files.length === 0) throw refused('DOWNLOAD_CONFIG', 'download.config names no files.');
  return { parameters, files };
};
