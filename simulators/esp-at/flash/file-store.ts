import { crc32 } from 'node:zlib';
import type { NvsFlash } from '../../../certs/nvs/nvs-flash.ts';
import { SECTOR_BYTES } from './nor-flash.ts';

const MAGIC = 'ATFS';
/** Magic, length of the directory, length and checksum of all that follows. */
const HEAD_BYTES = 16;

interface Entry {
  /** Its bytes, a character each. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Files in a flash partition, for `AT+FS`. The firmware keeps FAT there; the form in which they stand here is this
 * simulator's own: a directory, and the files one behind the other. What is damaged counts as empty, as a file system
 * that is formatted when it cannot be mounted.
 */
export class FileStore {
  readonly #flash: NvsFlash;
  #entries: readonly Entry[];

  constructor(flash: NvsFlash) {
    this.#flash = flash;
    this.#entries = readEntries(flash);
  }

  get names(): readonly string[] {
    return this.#entries.map(({ name }) => name);
  }

  /** Undefined: there is no such file. */
  find(name: string): Buffer | undefined {
    return this.#entries.find((entry) => entry.name === name)?.bytes;
  }

  /**
   * Writes into a file, which is made where it is not there; a gap before the offset is filled with zeros.
   * False: there is no room for it, and nothing has changed.
   */
  write(name: string, offset: number, bytes: Uint8Array): boolean {
    const before = this.find(name) ?? Buffer.alloc(0);
    const after = Buffer.alloc(Math.max(before.length, offset + bytes.length));
    before.copy(after);
    after.set(bytes, offset);
    const others = this.#entries.filter((entry) => entry.name !== name);
    return this.#keep([...others, { name, bytes: after }]);
  }

  /** False: there is no such file. */
  delete(name: string): boolean {
    const others = this.#entries.filter((entry) => entry.name !== name);
    return others.length < this.#entries.length && this.#keep(others);
  }

  #keep(entries: readonly Entry[]): boolean {
    const directory = Buffer.from(
      JSON.stringify(entries.map(({ name, bytes }) => ({ name, length: bytes.length }))),
    );
    const body = Buffer.concat([directory, ...entries.map(({ bytes }) => bytes)]);
    if (HEAD_BYTES + body.length > this.#flash.size) return false;
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(MAGIC, 'latin1');
    head.writeUInt32LE(directory.length, 4);
    head.writeUInt32LE(body.length, 8);
    head.writeUInt32LE(crc32(body), 12);
    const sectors = Math.ceil((HEAD_BYTES + body.length) / SECTOR_BYTES);
    this.#flash.erase(0, sectors * SECTOR_BYTES);
    this.#flash.program(0, Buffer.concat([head, body]));
    this.#entries = entries;
    return true;
  }
}

const readEntries = (flash: NvsFlash): readonly Entry[] => {
  const head = Buffer.from(flash.read(0, HEAD_BYTES));
  const directoryBytes = head.readUInt32LE(4);
  const bodyBytes = head.readUInt32LE(8);
  const isOurs = head.toString('latin1', 0, 4) === MAGIC && HEAD_BYTES + bodyBytes <= flash.size;
  if (!isOurs) return [];
  const body = Buffer.from(flash.read(HEAD_BYTES, bodyBytes));
  if (crc32(body) !== head.readUInt32LE(12)) return [];
  const listed: readonly { name: string; length: number }[] = JSON.parse(
    body.toString('utf8', 0, directoryBytes),
  );
  let at = directoryBytes;
  return listed.map(({ name, length }) => {
    const bytes = body.subarray(at, at + length);
    at += length;
    return { name, bytes };
  });
};
