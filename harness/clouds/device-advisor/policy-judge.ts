import { z } from 'zod';
import { fail, type Judge, pass } from './judgement.ts';

const oneOrMore = z
  .union([z.string().transform((text) => [text]), z.array(z.string())])
  .default([]);

const statement = z.looseObject({
  Effect: z.string(),
  Action: oneOrMore,
  Resource: oneOrMore,
});

const policy = z.looseObject({
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

type Statement = z.output<typeof statement>;

const ANY_ACTION = /^(iot:)?\*+$/;
/** `*`, `client/*`, `topic/*`, `topicfilter/*` and their like: no name, no prefix and no policy variable restricts it. */
const ANY_RESOURCE = /^(\w+\/)?[*/]*\*$/;
/** `arn:aws:iot:REGION:ACCOUNT:` stands before what a resource is; in one that ends sooner a wildcard stands for it. */
const ARN_PARTS = 5;

const withoutArn = (resource: string): string => {
  const parts = resource.split(':');
  return parts.length > ARN_PARTS ? parts.slice(ARN_PARTS).join(':') : (parts.at(-1) ?? resource);
};

/** In a policy's own words. What everything but something is allowed by is a wildcard, too. */
const wildcardsIn = (allowed: Statement): readonly string[] => [
  ...allowed.Action.filter((action) => ANY_ACTION.test(action)),
  ...allowed.Resource.filter((resource) => ANY_RESOURCE.test(withoutArn(resource))),
  ...['NotAction', 'NotResource'].filter((name) => name in allowed),
];

/**
 * Where AWS draws its line is not published: a wildcard counts as over-permissive here where nothing restricts it.
 * @throws ZodError for what is no policy document; clouds take none
 */
export const isRestricted: Judge = ({ policies = [] }) => {
  if (policies.length === 0) return fail('no policy is attached');
  const wildcards = policies
    .flatMap((document) => policy.parse(document).Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(wildcardsIn);
  return wildcards.length > 0
    ? fail(`the policy allows too much by ${[...new Set(wildcards)].join(', ')}`)
    : pass('no wildcard of the policy stands without something that restricts it');
};
