import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../../errors/bench-error.ts';

const orNothing = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

/** A file itself; of a folder the files in it. */
const filesAt = async (path: string): Promise<string[]> => {
  const names = await orNothing(readdir(path));
  return names ? names.map((name) => join(path, name)) : [path];
};

/**
 * Refuses to write over what is read, under whatever name it is reached: one of them may be the only copy of a key.
 * @param inputs files, and folders with some
 * @throws BadInput `SAME_FILE`
 */
export const requireOtherFile = async (
  out: string,
  inputs: readonly string[],
  flag = '--out',
): Promise<void> => {
  const there = await orNothing(stat(out));
  if (!there) return;
  const files = (await Promise.all(inputs.map(filesAt))).flat();
  for (const file of files) {
    const found = await orNothing(stat(file));
    if (!found || found.ino !== there.ino || found.dev !== there.dev) continue;
    throw new BadInput(
      'SAME_FILE',
      `${flag} ${out} is ${file}, one of the files that are read. Name another file.`,
    );
  }
};
