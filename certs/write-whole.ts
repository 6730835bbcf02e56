import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadInput } from '../errors/bench-error.ts';

/** @param code of the system, for what is no answer to the question */
const unless =
  (code: string) =>
  (cause: NodeJS.ErrnoException): undefined => {
    if (cause.code !== code) throw cause;
  };

/** Node's own way to make folders below each other goes round for ever in one that takes none, such as /proc. */
const makeFolder = async (folder: string): Promise<void> => {
  const found = await stat(folder).catch(unless('ENOENT'));
  if (found?.isDirectory()) return;
  if (!found) await makeFolder(dirname(folder));
  await mkdir(folder, { mode: 0o700 }).catch(async (cause: NodeJS.ErrnoException) => {
    // Somebody else may have made it meanwhile.
    if (cause.code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw cause;
  });
};

/** What is renamed over a device or a pipe takes its place. */
const requireNoDevice = async (path: string): Promise<void> => {
  const found = await stat(path).catch(unless('ENOENT'));
  if (!found || found.isFile() || found.isDirectory()) return;
  throw new BadInput(
    'NOT_A_FILE',
    `${path} is a device or a pipe, and a file is to be written. Name a file.`,
  );
};

/** Takes the draft of a file to its place, or away again. */
const draftOf = async (
  path: string,
  mode: number,
  work: (draft: string) => Promise<void>,
  content: string | Uint8Array,
): Promise<void> => {
  const folder = dirname(path);
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await requireNoDevice(path);
    await makeFolder(folder);
    {
      await using file = await open(draft, 'wx', mode);
      await file.writeFile(content);
      // Without it, a power cut can leave an empty file under the new name.
      await file.sync();
    }
    await work(draft);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    if (cause instanceof BadInput) throw cause;
    throw unwritable(path, folder, cause as NodeJS.ErrnoException);
  }
};

/**
 * Writes a file so that others see the old one or the whole new one, never a part, and never with wider permissions
 * than `mode`. Makes the folder, for its owner only. Throws BadInput NOT_A_DIRECTORY, NOT_A_FILE or FILE_UNWRITABLE.
 */
export const writeWhole = (
  path: string,
  content: string | Uint8Array,
  { mode = 0o644 } = {},
): Promise<void> => draftOf(path, mode, (draft) => rename(draft, path), content);

/**
 * For what takes long until there is something to write: whether `writeWhole` could. Makes the folder, and leaves what
 * stands under the name as it is. Throws as `writeWhole` does.
 * @param bytes so many are going to be written
 */
export const requireWritable = async (path: string, bytes = 0): Promise<void> => {
  const folder = dirname(path);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw unwritable(path, folder, { code: 'EISDIR' });
  await draftOf(path, 0o600, (draft) => rm(draft), '');
  const { blocks, bavail, bsize } = await statfs(folder);
  // File systems that cannot tell say 0 of 0.
  if (blocks > 0 && bavail * bsize < bytes) throw unwritable(path, folder, { code: 'ENOSPC' });
};

const unwritable = (
  path: string,
  folder: string,
  cause: Pick<NodeJS.ErrnoException, 'code'>,
): BadInput =>
  cause.code === 'EEXIST' || cause.code === 'ENOTDIR'
    ? new BadInput(
        'NOT_A_DIRECTORY',
        `${folder} is, or lies below, a file, and a folder was expected there. Name another folder.`,
        { cause },
      )
    : new BadInput(
        'FILE_UNWRITABLE',
        `${path} cannot be written (${cause.code}). Check the folder's permissions and the space left.`,
        { cause },
      );
