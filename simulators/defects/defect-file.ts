import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BadInput } from '../../errors/bench-error.ts';
import { whyNotDefect } from './check-defect.ts';
import type { Defect } from './defect.ts';

type Candidate = Partial<Record<keyof Defect, unknown>>;

const KEYS: readonly (keyof Defect)[] = ['area', 'suffering', 'plant'];

/** Helpers that a file exports as well are not looked at. */
const isCandidate = (value: unknown): value is Candidate =>
  typeof value === 'object' && value !== null && KEYS.some((key) => key in value);

/** Exports may be defects, lists of them, or what CommonJS has for a default. */
const candidatesIn = (exported: unknown, depth = 0): Candidate[] => {
  if (isCandidate(exported)) return [exported];
  if (typeof exported !== 'object' || exported === null || depth > 2) return [];
  return Object.values(exported).flatMap((value) => candidatesIn(value, depth + 1));
};

/** The first line of what was thrown, and the next where that only announces it, as that of a syntax error does. */
const inALine = (error: unknown): string => {
  const [first = '', second] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first.endsWith(':') && second ? `${first} ${second.trim()}` : first;
};

const load = async (path: string): Promise<unknown> => {
  const found = await stat(path).catch((cause: unknown) => {
    throw new BadInput('DEFECT_FILE_MISSING', `There is no defect file ${path}.`, { cause });
  });
  if (found.isDirectory())
    throw new BadInput(
      'DEFECT_FILE_BROKEN',
      `${path} is a folder; name the files in it one by one.`,
    );
  return import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw new BadInput(
      'DEFECT_FILE_BROKEN',
      `The defect file ${path} cannot be loaded: ${inALine(cause)}`,
      { cause },
    );
  });
};

/**
 * The defects that a file exports: TypeScript or JavaScript, anywhere. It is a program, and runs with the rights of this one.
 * @throws BadInput `DEFECT_FILE_MISSING`, `DEFECT_FILE_BROKEN`, `DEFECT_INVALID`
 */
export const loadDefectFile = async (file: string): Promise<readonly Defect[]> => {
  const path = resolve(file);
  const candidates = [...new Set(candidatesIn(await load(path)))];
  const invalid = (why: string): BadInput =>
    new BadInput(
      'DEFECT_INVALID',
      `${path}: ${why}; docs/writing-a-defect.md shows what one looks like.`,
    );
  if (candidates.length === 0)
    throw invalid('it exports no defect: an object with name, area, suffering and plant');
  for (const given of candidates) {
    const why = whyNotDefect(given);
    if (why !== undefined) {
      const which = typeof given.name === 'string' ? `the defect "${given.name}"` : 'a defect';
      throw invalid(`${which} cannot be planted: ${why}`);
    }
  }
  const defects = candidates as unknown as readonly Defect[];
  const twice = defects.find(({ name }, i) => defects.findIndex((d) => d.name === name) !== i);
  if (twice) throw invalid(`two of its defects are named "${twice.name}"`);
  return defects;
};
