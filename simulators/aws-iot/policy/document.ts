import { z } from 'zod';
import { BadInput } from '../../../errors/bench-error.ts';
import { conditions } from './condition.ts';

/** AWS counts the characters of a policy without white space. */
const MAX_CHARACTERS = 2048;

const ONE_OR_MORE = 'should be a text or a list of at least one text';

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item.transform((one) => [one]), z.array(item).nonempty(ONE_OR_MORE)], {
    error: ONE_OR_MORE,
  });

const statement = z
  .strictObject(
    {
      Sid: z.string().optional(),
      Effect: z.enum(['Allow', 'Deny'], { error: 'should be "Allow" or "Deny"' }),
      Action: oneOrMore(z.string()),
      Resource: oneOrMore(z.string()),
      Condition: conditions.default([]),
    },
    { error: describeShape },
  )
  .readonly();

const document = z.strictObject(
  {
    Version: z.literal('2012-10-17', { error: 'should be "2012-10-17"' }),
    Id: z.string().optional(),
    Statement: z.union([statement.transform((one) => [one]), z.array(statement).nonempty()]),
  },
  { error: describeShape },
);

function describeShape(issue: { code?: string; keys?: readonly string[] }): string {
  if (issue.code !== 'unrecognized_keys') return 'should be an object';
  return `has ${(issue.keys ?? []).join(', ')}, which this stand-in does not evaluate; write it with Effect, Action, Resource and Condition`;
}

export type Statement = z.output<typeof statement>;

/** A policy document that was understood. */
export interface Policy {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** Reads a policy, given as JSON text or as an object. Throws BadInput POLICY_MALFORMED with one sentence. */
export const readPolicy = (name: string, source: unknown): Policy => {
  const text = typeof source === 'string' ? source : (JSON.stringify(source) ?? '');
  const characters = text.replaceAll(/\s/g, '').length;
  if (characters > MAX_CHARACTERS) {
    throw malformed(name, `has ${characters} characters; AWS takes ${MAX_CHARACTERS}`);
  }
  const read = document.safeParse(parse(name, text));
  if (read.success) return { name, statements: read.data.Statement };
  throw malformed(name, firstFault(read.error.issues, []));
};

const parse = (name: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(name, 'is not JSON', cause);
  }
};

/** Of a union the branch that got furthest has the most to say. */
const firstFault = (issues: readonly z.core.$ZodIssue[], path: readonly PropertyKey[]): string => {
  const issue = issues[0];
  if (issue === undefined) return 'is not a policy';
  const here = [...path, ...issue.path];
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((branch) => branch.length > 0);
    const deepest = branches.sort((a, b) => depth(b) - depth(a))[0];
    if (deepest && depth(deepest) > 0) return firstFault(deepest, here);
    if (here.at(-1) === 'Statement') {
      const own = branches.flat().find(({ code }) => code === 'unrecognized_keys');
      return `is malformed: Statement ${own?.message ?? 'should be an object or a list of at least one object'}`;
    }
  }
  return `is malformed: ${here.length === 0 ? 'it' : here.join('.')} ${issue.message}`;
};

const depth = (issues: readonly z.core.$ZodIssue[]): number => issues[0]?.path.length ?? 0;

const malformed = (name: string, what: string, cause?: unknown): BadInput =>
  new BadInput('POLICY_MALFORMED', `The policy ${name} ${what}.`, { cause });
