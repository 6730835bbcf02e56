import { readFile } from 'node:fs/promises';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { BadInput } from '../../errors/bench-error.ts';
import { type World, worldSchema } from './world-schema.ts';

export type { World } from './world-schema.ts';

/** One access point named bench, an address from QEMU's user network, and nobody to talk to but this computer. */
export const DEFAULT_WORLD: World = worldSchema.parse({});

/**
 * Reads a world from a YAML file.
 * @throws BadInput `WORLD_UNREADABLE` or `BAD_WORLD`, one sentence that names file, line and key.
 */
export const readWorld = async (file: string): Promise<World> => {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BadInput(
      'WORLD_UNREADABLE',
      `The world file ${file} cannot be read (${cause.code ?? cause.message}); give the path of a YAML file.`,
      { cause },
    );
  });
  return parseWorld(text, file);
};

/** Reads a world from YAML text; `source` is what errors call it. */
export const parseWorld = (text: string, source = 'world'): World => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    throw refuse(source, lines.linePos(broken.pos[0]).line, `is not YAML: ${broken.message}`);
  }
  const read = worldSchema.safeParse(document.toJS() ?? {});
  if (read.success) {
    return read.data;
  }
  const issue = read.error.issues[0] as z.core.$ZodIssue;
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const offset = offsetOf(
    document,
    issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] as string] : path,
  );
  throw refuse(source, lines.linePos(offset).line, sentence(issue, path));
};

const refuse = (source: string, line: number, what: string): BadInput =>
  new BadInput('BAD_WORLD', `${source}, line ${line}: ${what}.`);

const KEYS = Object.keys(worldSchema.shape).join(', ');

const sentence = (issue: z.core.$ZodIssue, path: readonly (string | number)[]): string => {
  const where = path.length === 0 ? 'the world' : path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? `; known are ${KEYS}` : '';
    return `unknown key ${issue.keys.join(', ')} in ${where}${known}`;
  }
  // A record's key reports what is wrong with it one level further down.
  const inner = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  return `${where}: ${inner ?? issue.message}`;
};

/** Where the innermost key of a path stands in the text. */
const offsetOf = (document: Document, path: readonly (string | number)[]): number => {
  const parent = document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  const pair = isMap(parent)
    ? parent.items.find((item) => String(item.key) === String(key))
    : undefined;
  const node = (pair?.key ?? document.getIn(path, true) ?? parent ?? document.contents) as
    | { range?: readonly number[] }
    | undefined;
  return node?.range?.[0] ?? 0;
};
