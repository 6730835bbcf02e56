import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { MOST_IMAGE_BYTES } from '../../../certs/factory-image/flash-size.ts';
import { printable } from '../../../certs/printable.ts';
import { readInputFile } from '../../../certs/read-input-file.ts';
import { parseDownloadConfig } from './download-config.ts';
import type { FlashParameters } from './flash-parameters.ts';
import { hex, type Region, refused } from './regions.ts';

/** A release as it is unpacked: what belongs where in flash, as its files are. */
export interface ReleaseFolder {
  readonly parameters: FlashParameters;
  readonly regions: readonly Region[];
}

const CONFIG = 'download.config';
const MOST_CONFIG_BYTES = 1 << 16;

/** No name in it leads out of the folder, whatever links there are. */
const requireInside = async (folder: string, path: string): Promise<string> => {
  const outside = refused(
    'PATH_OUTSIDE',
    `${CONFIG} names ${printable(path)}, which is not inside its folder.`,
  );
  const goesUp = (way: string): boolean =>
    way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  const file = join(folder, path);
  if (isAbsolute(path) || goesUp(relative(folder, file))) throw outside;
  const [home, real] = await Promise.all([realpath(folder), realpath(file).catch(() => undefined)]);
  if (real !== undefined && goesUp(relative(home, real))) throw outside;
  return file;
};

const readRegion = async (
  folder: string,
  { address, path }: { address: number; path: string },
): Promise<Region> => {
  const file = await requireInside(folder, path);
  const bytes = await readInputFile(
    file,
    `the file for ${hex(address)} of ${CONFIG}`,
    MOST_IMAGE_BYTES,
  );
  if (!bytes) throw refused('FLASH_TOO_SMALL', `${file} is larger than any flash.`);
  return { name: path, address, bytes };
};

/**
 * Reads `download.config` and the files that it names.
 * @throws BadInput `DOWNLOAD_CONFIG`, `PATH_OUTSIDE`, `FILE_MISSING` and the like
 */
export const readReleaseFolder = async (folder: string): Promise<ReleaseFolder> => {
  const config = join(folder, CONFIG);
  const text = await readInputFile(config, "a release's list of files", MOST_CONFIG_BYTES);
  if (!text) throw refused('DOWNLOAD_CONFIG', `${config} is too large to be one.`);
  const { parameters, files } = parseDownloadConfig(text.toString());
  const regions: Region[] = [];
  for (const file of files) regions.push(await readRegion(folder, file));
  return { parameters, regions };
};
