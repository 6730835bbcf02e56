import { readFileSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

const harnessVersion = (): string =>
  manifest.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
    .version;

/** What every run can say of itself; the bench adds the firmware, the board, its port and the cloud. */
export const environmentOfHarness = (): Record<string, string> => ({
  harness: harnessVersion(),
  node: process.version,
  platform: `${platform()} ${release()} ${arch()}`,
});
