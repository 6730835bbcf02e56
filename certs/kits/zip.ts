import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, validateFileName } from 'yauzl';
import { BadInput } from '../../errors/bench-error.ts';
import { hasControlCharacters, printable } from '../printable.ts';

/** A file's contents and what it is called in sentences. The name is never used as a path. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** AWS's connection kit has 5 files of 6.4 kB in all; what is far beyond that is something else. */
const MOST_FILES = 100;
const MOST_BYTES = 1 << 20;

/**
 * Reads the files of a zip archive in memory; nothing is extracted, folders in it are left out. Throws BadInput with
 * one sentence: ZIP_DAMAGED, ZIP_ENCRYPTED, ZIP_TOO_LARGE, ZIP_UNSAFE_NAME, ZIP_NOT_A_FILE, ZIP_DUPLICATE_NAME or
 * ZIP_METHOD.
 */
export const readZip = async (bytes: Buffer, source: string): Promise<NamedFile[]> => {
  try {
    return await readEntries(bytes, source);
  } catch (cause) {
    if (cause instanceof BadInput) throw cause;
    // What the library says may hold names from the archive.
    const why = printable(cause instanceof Error ? cause.message : String(cause));
    throw new BadInput(
      'ZIP_DAMAGED',
      `${source} is a damaged zip archive (${why}). Download it again.`,
      { cause },
    );
  }
};

const readEntries = async (bytes: Buffer, source: string): Promise<NamedFile[]> => {
  const refused = (code: string, how: string): BadInput =>
    new BadInput(code, `${source} ${how}. Take the connection kit as AWS made it.`);
  // Names are decoded and checked below, where a refusal can have a code of its own.
  const zip = await fromBufferPromise(bytes, { decodeStrings: false });
  if (zip.entryCount > MOST_FILES) {
    throw refused('ZIP_TOO_LARGE', `has ${zip.entryCount} files, more than ${MOST_FILES}`);
  }
  const files = new Map<string, NamedFile>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry);
    const called = `"${printable(name)}"`;
    const flaw = flawOf(entry, name);
    if (flaw) throw refused(flaw.code, `holds ${called}, which ${flaw.how}`);
    if (files.has(name)) throw refused('ZIP_DUPLICATE_NAME', `holds ${called} twice`);
    total += entry.uncompressedSize;
    if (total > MOST_BYTES) {
      throw refused('ZIP_TOO_LARGE', `holds more than ${MOST_BYTES} bytes when unpacked`);
    }
    if (name.endsWith('/')) continue;
    // No more than its announced size is ever unpacked: the library ends the stream there.
    const unpacked = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(unpacked) !== entry.crc32) {
      throw refused('ZIP_DAMAGED', `holds ${called}, whose check sum is wrong`);
    }
    files.set(name, { name, bytes: unpacked });
  }
  return [...files.values()];
};

const nameOf = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string =>
  getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

const flawOf = (entry: Entry, name: string): { code: string; how: string } | undefined => {
  if (name === '' || validateFileName(name) !== null || hasControlCharacters(name)) {
    return { code: 'ZIP_UNSAFE_NAME', how: 'is no name that a file could have below a folder' };
  }
  if (entry.isEncrypted()) return { code: 'ZIP_ENCRYPTED', how: 'is protected by a pass phrase' };
  // Archives made on Windows have no type of file there.
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (![0, REGULAR_FILE, FOLDER].includes(type)) {
    return { code: 'ZIP_NOT_A_FILE', how: 'is a link or a device and no file' };
  }
  if (!entry.canDecodeFileData()) {
    return { code: 'ZIP_METHOD', how: `is packed by method ${entry.compressionMethod}` };
  }
  return undefined;
};
