import { closeSync, existsSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { BadInput } from '../../../errors/bench-error.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { factoryFlash } from './factory.ts';
import { NorFlash } from './nor-flash.ts';

/** Flash whose content a file keeps, written through at once: killing the process leaves what the chip would hold. */
export interface KeptFlash extends Disposable {
  readonly flash: NorFlash;
}

/**
 * Opens the file, or makes one as the factory would.
 * @throws BadInput `FLASH_FILE` for a folder, a file of another size, one that cannot be read or written
 */
export const openFlashFile = async (path: string, profile: ReleaseProfile): Promise<KeptFlash> => {
  if (!existsSync(path)) return keep(path, 'wx+', await factoryFlash(profile));
  const found = statSync(path);
  const { size } = profile.layout;
  if (!found.isFile() || found.size !== size) {
    const what = found.isDirectory() ? 'is a folder' : `has ${found.size} bytes`;
    throw new BadInput(
      'FLASH_FILE',
      `${path} ${what}; a flash file of this board has exactly ${size} bytes. Name another file, or one that does not exist yet.`,
    );
  }
  return keep(path, 'r+', undefined, size);
};

const keep = (path: string, mode: string, fresh?: NorFlash, size = 0): KeptFlash => {
  const file = open(path, mode);
  const flash = fresh ?? NorFlash.erased(size);
  if (fresh) writeSync(file, flash.bytes, 0, flash.size, 0);
  else readSync(file, flash.bytes, 0, size, 0);
  const stop = flash.onChange((from, to) => writeSync(file, flash.bytes, from, to - from, from));
  return {
    flash,
    [Symbol.dispose]: () => {
      stop();
      closeSync(file);
    },
  };
};

const open = (path: string, mode: string): number => {
  try {
    return openSync(path, mode, 0o600);
  } catch (cause) {
    throw new BadInput(
      'FLASH_FILE',
      `The flash file ${path} cannot be opened for reading and writing (${(cause as NodeJS.ErrnoException).code}); check the path and its permissions.`,
      { cause },
    );
  }
};
