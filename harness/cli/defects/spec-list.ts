import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AREAS, type Area } from '../../../errors/area.ts';
import { projectFile } from '../project.ts';

/** A file of specs, as far as can be told without running it. */
export interface SpecFile {
  readonly path: string;
  /** What its suites and tests say that they are about. */
  readonly areas: ReadonlySet<Area>;
  /** How long it is: what runs for long has mostly much to say. */
  readonly characters: number;
}

const SAID = /\b(?:area: |about\()'(?<area>\w+)'/g;

const isArea = (word: string | undefined): word is Area => AREAS.some((area) => area === word);

/** A file of specs by its text. */
export const specFile = (path: string, text: string): SpecFile => ({
  path,
  areas: new Set(
    Array.from(text.matchAll(SAID), ({ groups }) => groups?.area).filter((word) => isArea(word)),
  ),
  characters: text.length,
});

/** All specs of this project, unless some are named. */
export const listSpecs = async (named: readonly string[] = []): Promise<readonly SpecFile[]> => {
  const folder = projectFile('specs');
  const found = named.length > 0 ? named : await readdir(folder, { recursive: true });
  const paths = found.filter((file) => file.endsWith('.spec.ts'));
  return Promise.all(
    paths.map(async (file) => {
      const path = named.length > 0 ? file : join(folder, file);
      return specFile(path, await readFile(path, 'utf8'));
    }),
  );
};

/** These take many seconds, as they wait out the patience of a firmware or a network; all others together take as long. */
const SLOW = /\b(flash\/power-cut|clouds\/registry|server\/handshake|device-advisor\/\w+)\.spec/;

export const isSlow = ({ path }: SpecFile): boolean => SLOW.test(path);

const shortestFirst = (specs: readonly SpecFile[]): SpecFile[] =>
  [...specs].sort((a, b) => a.characters - b.characters);

/** The specs that must notice a bug of this area, and all others; in the order in which it is likely to be noticed soonest. */
export const divided = (
  specs: readonly SpecFile[],
  area: Area,
): Readonly<Record<'quick' | 'slow' | 'others', readonly SpecFile[]>> => {
  const own = specs.filter(({ areas }) => areas.has(area));
  return {
    quick: shortestFirst(own.filter((spec) => !isSlow(spec))),
    slow: shortestFirst(own.filter(isSlow)),
    others: shortestFirst(specs.filter(({ areas }) => !areas.has(area))),
  };
};
