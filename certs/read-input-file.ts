import { open, stat } from 'node:fs/promises';
import { BadInput } from '../errors/bench-error.ts';

/**
 * The bytes of a file that somebody has named; undefined where there are more than `mostBytes`.
 * @param what what should be in it, for a sentence: `the private key`
 * @throws BadInput FILE_MISSING, IS_A_DIRECTORY, NOT_A_FILE, FILE_UNREADABLE
 */
export const readInputFile = async (
  path: string,
  what: string,
  mostBytes: number,
): Promise<Buffer | undefined> => {
  try {
    // Asked before it is opened: opening a pipe would wait for its writer.
    const found = await stat(path);
    if (found.isDirectory()) {
      throw new BadInput(
        'IS_A_DIRECTORY',
        `${path} is a folder, and ${what} was expected there. Name the file inside it.`,
      );
    }
    if (!found.isFile()) {
      throw new BadInput(
        'NOT_A_FILE',
        `${path} is a device or a pipe, and ${what} was expected there. Name a file.`,
      );
    }
    if (found.size > mostBytes) return undefined;
    await using file = await open(path);
    const buffer = Buffer.alloc(found.size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
    }
  } catch (cause) {
    if (cause instanceof BadInput) throw cause;
    throw unreadable(path, what, cause as NodeJS.ErrnoException);
  }
};

const unreadable = (path: string, what: string, cause: NodeJS.ErrnoException): BadInput =>
  cause.code === 'ENOENT' || cause.code === 'ENOTDIR'
    ? new BadInput(
        'FILE_MISSING',
        `${path} does not exist, and ${what} was expected there. Check the path.`,
        { cause },
      )
    : new BadInput(
        'FILE_UNREADABLE',
        `${path} cannot be read (${cause.code}), and ${what} was expected there. Check its permissions.`,
        { cause },
      );
