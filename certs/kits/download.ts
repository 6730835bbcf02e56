import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BadInput } from '../../errors/bench-error.ts';
import { recognise } from './recognise.ts';
import { type NamedFile, readZip } from './zip.ts';

/** What was downloaded from AWS, without a look at what it is. */
export interface Download {
  readonly files: readonly NamedFile[];
  /** Why files of a folder were left out, a sentence for each. */
  readonly leftOut: readonly BadInput[];
}

const MOST_BYTES = 1 << 20;
const MOST_FILES = 200;

/**
 * Reads a file, a zip archive, or a folder with some of both; folders inside it are left alone. Nothing is written.
 * Throws BadInput FILE_MISSING, FILE_UNREADABLE, NOT_A_FILE, FILE_TOO_LARGE, FOLDER_TOO_FULL, or what `readZip` throws
 * of a path that is a zip archive itself.
 */
export const readDownload = async (path: string): Promise<Download> => {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (cause: NodeJS.ErrnoException) => {
      throw unreadable(path, cause);
    },
  );
  if (!isFolder) return { files: await readFiles(path, basename(path), ''), leftOut: [] };
  const names = await namesIn(path);
  const files: NamedFile[] = [];
  const leftOut: BadInput[] = [];
  for (const name of names) {
    try {
      files.push(...(await readFiles(join(path, name), name, `${name}: `)));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      leftOut.push(error);
    }
  }
  return { files, leftOut };
};

const namesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    throw unreadable(folder, cause);
  });
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  if (names.length <= MOST_FILES) return names.sort();
  throw new BadInput(
    'FOLDER_TOO_FULL',
    `${folder} has ${names.length} files, more than ${MOST_FILES}. Put what AWS handed out into a folder of its own, or name its zip archive.`,
  );
};

/** The file, or those in it, with a mark of the archive in front. */
const readFiles = async (path: string, name: string, mark: string): Promise<NamedFile[]> => {
  const bytes = await readBounded(path);
  if (recognise(bytes).kind !== 'zip') return [{ name, bytes }];
  const files = await readZip(bytes, path);
  return files.map((file) => ({ ...file, name: `${mark}${file.name}` }));
};

const readBounded = async (path: string): Promise<Buffer> => {
  try {
    // Asked before it is opened: opening a pipe would wait for its writer.
    if (!(await stat(path)).isFile()) {
      throw new BadInput(
        'NOT_A_FILE',
        `${path} is a device, a pipe or a link to a folder. Name a file.`,
      );
    }
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES + 1), 0);
    // A copy, since a folder of small files is to take little memory.
    if (bytesRead <= MOST_BYTES) return Buffer.from(buffer.subarray(0, bytesRead));
  } catch (cause) {
    if (cause instanceof BadInput) throw cause;
    throw unreadable(path, cause as NodeJS.ErrnoException);
  }
  throw new BadInput(
    'FILE_TOO_LARGE',
    `${path} is larger than ${MOST_BYTES} bytes, which no file of credentials is. Name what AWS handed out.`,
  );
};

const unreadable = (path: string, cause: NodeJS.ErrnoException): BadInput =>
  cause.code === 'ENOENT' || cause.code === 'ENOTDIR'
    ? new BadInput('FILE_MISSING', `${path} does not exist. Check the path.`, { cause })
    : new BadInput(
        'FILE_UNREADABLE',
        `${path} cannot be read (${cause.code}). Check its permissions.`,
        { cause },
      );
