import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stringsOf } from './redact-value.ts';
import type { Redactor } from './redaction.ts';

/** A secret that was stored all the same. Says where and of what kind, never what it is. */
export interface Leak {
  readonly file: string;
  readonly kind: string;
}

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Records are searched string by string, so that a password of digits is not found in a time stamp. */
const isRecord = (file: string): boolean => /-(?:result|container|globals|perf)\.json$/.test(file);

const kindsIn = (file: string, bytes: Buffer, redactor: Redactor): Set<string> => {
  const record = isRecord(file) ? parsed(bytes) : undefined;
  const contents = record === undefined ? [bytes] : stringsOf(record);
  const kinds = new Set<string>();
  for (const content of contents) {
    for (const { kind } of redactor.find(content)) kinds.add(kind);
  }
  return kinds;
};

/** Looks through these files of a folder, names included. */
export const scanFiles = async (
  folder: string,
  files: Iterable<string>,
  redactor: Redactor,
): Promise<Leak[]> => {
  const leaks: Leak[] = [];
  for (const file of files) {
    const inName = redactor.find(file).map(({ kind }) => kind);
    const inside = kindsIn(file, await readFile(join(folder, file)), redactor);
    leaks.push(...Array.from(new Set([...inName, ...inside]), (kind) => ({ file, kind })));
  }
  return leaks;
};

/**
 * Looks through every file of a finished results folder, attachments as well. Not one leak is tolerable: a run with
 * leaks has failed. A folder that is not there holds none.
 */
export const scanForSecrets = async (folder: string, redactor: Redactor): Promise<Leak[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return scanFiles(folder, files, redactor);
};
