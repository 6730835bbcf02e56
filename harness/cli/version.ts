import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectFile } from './project.ts';

const manifest = z.object({ version: z.string() });

/** The version of this program. */
export const harnessVersion = (): string =>
  manifest.parse(JSON.parse(readFileSync(projectFile('package.json'), 'utf8'))).version;
