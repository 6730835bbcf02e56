import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The facts of a run, by their names. */
export type Facts = Readonly<Record<string, string>>;

const result = z.object({ labels: z.array(z.object({ name: z.string(), value: z.string() })) });

/** The labels of a result; none of a file that a process was killed in the middle of. */
const labelsIn = async (file: string): Promise<z.output<typeof result>['labels']> => {
  const text = await readFile(file, 'utf8');
  try {
    return result.parse(JSON.parse(text)).labels;
  } catch {
    return [];
  }
};

/** The releases that the results in this folder are of, by the label that every result has. */
export const releasesIn = async (results: string): Promise<string[]> => {
  const files = (await readdir(results)).filter((name) => name.endsWith('-result.json'));
  const found = new Set<string>();
  for (const file of files) {
    for (const { name, value } of await labelsIn(join(results, file))) {
      if (name === 'release') found.add(value);
    }
  }
  return [...found].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
};

/**
 * Allure's configuration of its environments, as JavaScript: one for each release, by which the report shows the same
 * test of several releases side by side. A matcher is a function, which JSON cannot hold.
 */
export const environmentsSource = (
  releases: readonly string[],
  facts: Readonly<Record<string, Facts>>,
): string => {
  const entries = releases.map((release) => {
    const id = JSON.stringify(release.replace(/[^A-Za-z0-9-]/g, '_'));
    const name = JSON.stringify(release);
    const variables = JSON.stringify(facts[release] ?? {});
    return `${id}: { name: ${name}, variables: ${variables}, matcher: ({ labels }) => labels.some(({ name, value }) => name === 'release' && value === ${name}) }`;
  });
  return `{ ${entries.join(', ')} }`;
};
