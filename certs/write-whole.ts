import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BadInput } from '../errors/bench-error.ts';

/**
 * Writes a file so that others see the old one or the whole new one, never a part, and never with wider permissions
 * than `mode`. Makes the folder, for its owner only. Throws BadInput NOT_A_DIRECTORY or FILE_UNWRITABLE.
 */
export const writeWhole = async (
  path: string,
  content: string | Uint8Array,
  { mode = 0o644 } = {},
): Promise<void> => {
  const folder = dirname(path);
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    {
      await using file = await open(draft, 'wx', mode);
      await file.writeFile(content);
      // Without it, a power cut can leave an empty file under the new name.
      await file.sync();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw unwritable(path, folder, cause as NodeJS.ErrnoException);
  }
};

const unwritable = (path: string, folder: string, cause: NodeJS.ErrnoException): BadInput =>
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
