import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BadInput } from '../../../errors/bench-error.ts';

/** The lab procedure. Device Advisor's pack waits out the firmware's patience, and is run by its name. */
export const ALL_SPECS = 'specs/!(device-advisor)/**/*.spec.ts';

/** Mocha's own look-up of a file, a folder or a pattern, which throws where there is nothing. */
type LookUp = (path: string, extensions: readonly string[]) => readonly string[];

const mochasLookUp = async (): Promise<LookUp> => {
  const file = createRequire(import.meta.url).resolve('mocha/lib/cli/lookup-files.js');
  const { lookupFiles } = (await import(pathToFileURL(file).href)) as { lookupFiles: LookUp };
  return lookupFiles;
};

const isThere = (lookUp: LookUp, path: string): boolean => {
  try {
    return lookUp(path, ['ts']).length > 0;
  } catch {
    return false;
  }
};

/**
 * What Mocha is to run: the specs that were named, from wherever; all of the lab procedure where none is. Mocha itself would
 * leave out what it does not find, and a mistyped name would pass with the rest.
 * @throws BadInput `SPEC_MISSING` where one of them is no file, no folder with specs and no pattern that finds any
 */
export const namedSpecs = async (specs: readonly string[]): Promise<string[]> => {
  if (specs.length === 0) return [ALL_SPECS];
  const lookUp = await mochasLookUp();
  const missing = specs.find((spec) => !isThere(lookUp, resolve(spec)));
  if (missing === undefined) return specs.map((spec) => resolve(spec));
  throw new BadInput(
    'SPEC_MISSING',
    `There is no spec ${missing}; name files or a pattern in quotes, such as 'specs/procedure/*.spec.ts'.`,
  );
};
