import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { BadInput } from '../../../errors/bench-error.ts';
import { requireOwnFlash } from '../images/own-flash.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { factoryFlash } from './factory.ts';
import { NorFlash } from './nor-flash.ts';

/** Flash whose content a file keeps, written through at once: killing the process leaves what the chip would hold. */
export interface KeptFlash extends Disposable {
  readonly flash: NorFlash;
}

/**
 * Opens the file, or makes one.
 * @param fresh what a new one holds; as the factory would have it unless told
 * @throws BadInput `FLASH_FILE` for a folder, a file of another size, one that cannot be read or written;
 * `FLASH_OF_OTHER_RELEASE`
 */
export const openFlashFile = async (
  path: string,
  profile: ReleaseProfile,
  fresh: () => NorFlash | Promise<NorFlash> = () => factoryFlash(profile),
): Promise<KeptFlash> => {
  if (!existsSync(path)) create(path, await fresh());
  const file = attempt(path, () => openSync(path, 'r+'));
  try {
    const flash = NorFlash.holding(ownImage(path, file, profile));
    const stop = flash.onChange((from, to) => writeAll(file, flash.read(from, to - from), from));
    return {
      flash,
      [Symbol.dispose]: () => {
        stop();
        closeSync(file);
      },
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
};

/**
 * Looks whether a board could have the file, before anything is started for it; one that is not there, it could.
 * @throws BadInput as `openFlashFile`
 */
export const checkFlashFile = (path: string, profile: ReleaseProfile): void => {
  if (!existsSync(path)) return;
  const file = attempt(path, () => openSync(path, 'r+'));
  try {
    ownImage(path, file, profile);
  } finally {
    closeSync(file);
  }
};

const ownImage = (path: string, file: number, profile: ReleaseProfile): Buffer => {
  const image = readImage(path, file, profile.layout.size);
  requireOwnFlash(path, image, profile);
  return image;
};

/** The file appears whole or not at all: a process that is killed meanwhile leaves nothing that looks like one. */
const create = (path: string, flash: NorFlash): void => {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  attempt(path, () => {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeAll(file, flash.read(0, flash.size), 0);
      renameSync(draft, path);
    } finally {
      closeSync(file);
      rmSync(draft, { force: true });
    }
  });
};

const readImage = (path: string, file: number, size: number): Buffer => {
  const found = fstatSync(file);
  if (!found.isFile() || found.size !== size) {
    const what = found.isFile() ? `has ${found.size} bytes` : 'is no file';
    throw new BadInput(
      'FLASH_FILE',
      `${path} ${what}; a flash file of this board has exactly ${size} bytes. Name another file, or one that does not exist yet.`,
    );
  }
  return attempt(path, () => readFileSync(file));
};

const writeAll = (file: number, bytes: Buffer, position: number): void => {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
};

const attempt = <T>(path: string, act: () => T): T => {
  try {
    return act();
  } catch (cause) {
    throw new BadInput(
      'FLASH_FILE',
      `The flash file ${path} cannot be opened for reading and writing (${(cause as NodeJS.ErrnoException).code}); check the path and its permissions.`,
      { cause },
    );
  }
};
