import { fileURLToPath } from 'node:url';

/** A file of this program, wherever it is called from. */
export const projectFile = (path: string): string =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url));
