import type { Request } from './evaluate.ts';
import { fitsPattern, unresolvedIn, type Variables } from './pattern.ts';

const NAME = /^(?:[^:]*:){5}/;
const KIND = /^((?:[^:]*:){5})[a-z]+\//;

/** What a person would have to change for a resource of a statement to fit; null where it is just another one. */
export const difference = (
  pattern: string,
  { action, resource }: Request,
  variables: Variables,
): string | null => {
  const unresolved = unresolvedIn(pattern, variables);
  if (unresolved.length > 0) {
    const isOfThing = unresolved.some((name) => name.startsWith('iot:Connection.Thing.'));
    return `where ${unresolved.join(' and ')} has no value${isOfThing ? OF_THINGS : ''}`;
  }
  if (pattern !== '*' && !pattern.startsWith('arn:')) return 'which is no ARN';
  const fits = (changed: string): boolean => fitsPattern(changed, resource, variables);
  const [prefix = ''] = NAME.exec(resource) ?? [];
  const kind = resource.slice(prefix.length).split('/')[0];
  if (fits(pattern.replace(KIND, `$1${kind}/`))) {
    return `and ${action} is about ${kind}/ and nothing else`;
  }
  if (fits(pattern.replace(NAME, prefix))) return 'which is in another region or account';
  if (fits(pattern.replaceAll(/[+#]/g, '*'))) {
    return 'where + and # stand for themselves: a policy writes * for what may stand there';
  }
  return fitsPattern(pattern.toLowerCase(), resource.toLowerCase(), lowered(variables))
    ? 'which differs in capital letters'
    : null;
};

const OF_THINGS =
  ': things have variables only where the client id is the name of a thing that the certificate is attached to';

const lowered = (variables: Variables): Variables =>
  new Map(
    [...variables].map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value.toLowerCase() : value,
    ]),
  );

/** From 0 to 1: how much of the names is the same at the beginning and at the end, capital letters aside. */
export const likeness = (pattern: string, resource: string): number => {
  const [a, b] = [pattern, resource].map((text) => text.replace(NAME, '').toLowerCase()) as [
    string,
    string,
  ];
  const same = shared(a, b);
  return (
    (same + shared(reversed(a.slice(same)), reversed(b.slice(same)))) /
    Math.max(a.length, b.length, 1)
  );
};

const reversed = (text: string): string => [...text].reverse().join('');

const shared = (a: string, b: string): number => {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return length;
};
