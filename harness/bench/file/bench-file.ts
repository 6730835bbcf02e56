import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { BadInput } from '../../../errors/bench-error.ts';
import type { BenchKit } from '../kits/bench-kit.ts';
import { benchSchema } from './bench-schema.ts';

type Written = z.output<typeof benchSchema>;

/** A bench: its boards and the world around them. */
export type BenchFile = Omit<Written, 'wifi'> & {
  /** The password is empty for an open access point. Secret. */
  readonly wifi: { readonly ssid: string; readonly password: string };
  /** What its credentials hold, where it names some and they have been read. Has a secret. */
  readonly kit?: BenchKit;
};

/** One board of a bench and the ports that lead to it. */
export type BoardEntry = BenchFile['boards'][number];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The parser's own messages quote the file, and with it a password; these say the same without.
 * Keys are error codes of the `yaml` package.
 */
const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the same key stands twice in one map',
  TAB_AS_INDENT: 'a tab indents the line; expected blanks',
  BAD_INDENT: 'the line is not indented like its neighbours',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  BAD_ALIAS: 'a * or & stands where YAML takes it for an alias; expected quotes around such a text',
  MULTIPLE_DOCS: 'a second document begins; expected one',
};

/** Where a path of keys stands in the file; where it ends early, the last key there is. */
const offsetOf = (
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number => {
  let node: Node | null = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = (pair.value as Node | null) ?? null;
    } else if (isSeq(node) && typeof key === 'number') {
      node = (node.items[key] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
};

const spell = (path: readonly PropertyKey[]): string =>
  path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${String(key)}`))
    .join('');

const invalid = (sentences: readonly string[]): BadInput =>
  new BadInput('BENCH_FILE_INVALID', sentences.join('\n'));

const withPassword = (wifi: Written['wifi'], environment: Environment): BenchFile['wifi'] => {
  const { ssid, password = '' } = wifi;
  if (typeof password === 'string') return { ssid, password };
  const value = environment[password.env];
  if (value === undefined || value === '') {
    throw new BadInput(
      'VARIABLE_MISSING',
      `the bench file takes wifi.password from the environment variable ${password.env}, which is not set; set it and run again`,
    );
  }
  return { ssid, password: value };
};

/**
 * Reads the text of a bench file. Errors name file, line and key and say what was expected; they never show a value.
 * @param label the file's name, for error messages
 * @throws BadInput `BENCH_FILE_SYNTAX`, `BENCH_FILE_INVALID`, `VARIABLE_MISSING`
 */
export const parseBenchFile = (
  text: string,
  label: string,
  environment: Environment = {},
): BenchFile => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${label}:${lines.linePos(offset).line}`;
  const [broken] = document.errors;
  if (broken) {
    const why =
      SYNTAX[broken.code] ?? `this is not YAML (${broken.code.toLowerCase().replaceAll('_', ' ')})`;
    throw new BadInput('BENCH_FILE_SYNTAX', `${at(broken.pos[0])}: ${why}`);
  }
  const result = benchSchema.safeParse(contentsOf(document, label));
  if (result.success) return { ...result.data, wifi: withPassword(result.data.wifi, environment) };
  throw invalid(
    toldFirst(result.error.issues).map((issue) => {
      const anchor =
        issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      const key = spell(issue.path);
      return `${at(offsetOf(document, anchor))}: ${key === '' ? '' : `${key}: `}${issue.message}`;
    }),
  );
};

/** What a mistyped key stands for is missing as well: that would be told twice. */
const toldFirst = (issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] => {
  const mistyped = issues.filter(({ code }) => code === 'unrecognized_keys');
  return mistyped.length > 0 ? mistyped : issues;
};

const contentsOf = (document: ReturnType<typeof parseDocument>, label: string): unknown => {
  if (document.contents === null) throw invalid([`${label} is empty; expected at least a board`]);
  try {
    return document.toJS();
  } catch {
    // An alias without its anchor, or thousands of them.
    throw new BadInput('BENCH_FILE_SYNTAX', `${label}: ${SYNTAX.BAD_ALIAS}`);
  }
};

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; expected a file',
  EACCES: 'this user may not read it',
};

/**
 * Reads a bench file. A policy, a root, credentials, an image or a defect file that it names is looked for from its own folder on.
 * @throws BadInput `BENCH_FILE_UNREADABLE`, and what `parseBenchFile` throws
 */
export const readBenchFile = async (path: string, environment: Environment): Promise<BenchFile> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = UNREADABLE[cause.code ?? ''] ?? `it cannot be read (${cause.code})`;
    throw new BadInput('BENCH_FILE_UNREADABLE', `bench file ${path}: ${why}`, { cause });
  });
  const file = parseBenchFile(text, path, environment);
  const { credentials, simulator } = file;
  const { image, defectFile } = simulator;
  return {
    ...file,
    boards: file.boards.map(({ factoryImage, ...entry }) =>
      factoryImage === undefined ? entry : { ...entry, factoryImage: found(path, factoryImage) },
    ),
    cloud: besideFile(path, file.cloud),
    credentials: credentials && { kit: credentials.kit.map((name) => found(path, name)) },
    simulator: {
      ...simulator,
      ...(image === undefined ? {} : { image: found(path, image) }),
      ...(defectFile === undefined ? {} : { defectFile: found(path, defectFile) }),
    },
  };
};

/** A name as it is meant from the folder of a bench file on. */
const found = (path: string, name: string): string => resolve(dirname(path), name);

/** Policy and root as they are found from the folder of a bench file on. */
const besideFile = (path: string, cloud: BenchFile['cloud']): BenchFile['cloud'] => {
  if (cloud.kind === 'mosquitto') return cloud;
  return {
    ...cloud,
    ...(cloud.policy === undefined ? {} : { policy: found(path, cloud.policy) }),
    ...(cloud.kind === 'aws' && cloud.rootCa !== undefined
      ? { rootCa: found(path, cloud.rootCa) }
      : {}),
  };
};

/** The bench that is there when nobody names one: a simulated board in a simulated world. */
export const DEFAULT_BENCH: BenchFile = parseBenchFile(
  'board: {name: simulated, at: "sim://default?release=2.2.0.0"}',
  'the default bench',
);
