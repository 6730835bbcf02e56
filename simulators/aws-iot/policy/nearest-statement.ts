import { CONSOLE_RETAIN, isHttpAction } from './actions.ts';
import { type Condition, holds } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import { fitsAction, fitsResource, nameOf, type Request } from './evaluate.ts';
import { fitsPattern, unresolvedIn, type Variables } from './pattern.ts';

interface Near {
  /** From 0 to 3: the condition alone is wrong, or the resource, or the action. */
  readonly closeness: number;
  readonly sentence: string;
}

/** One sentence about the Allow statement that comes nearest to a request, and what is amiss with it; null without one. */
export const nearestStatement = (
  policies: readonly Policy[],
  request: Request,
  variables: Variables,
): string | null => {
  const near = policies.flatMap(({ name, statements }) =>
    statements.flatMap((statement, i): Near[] => {
      if (statement.Effect !== 'Allow') return [];
      const found = compare(statement, request, variables);
      const what = `Nearest is statement ${nameOf(statement, i)} of ${name}`;
      return found ? [{ ...found, sentence: `${what}: ${found.sentence}.` }] : [];
    }),
  );
  return near.sort((a, b) => b.closeness - a.closeness)[0]?.sentence ?? null;
};

const RESOURCE_FITS = 2.9;

const compare = (statement: Statement, request: Request, variables: Variables): Near | null => {
  const { action, resource } = request;
  const isAbout = fitsResource(statement, request, variables);
  if (fitsAction(statement, request)) {
    const failed = statement.Condition.find((condition) => !holds(condition, variables));
    if (isAbout) {
      return failed ? { closeness: 3, sentence: conditionSentence(failed, variables) } : null;
    }
    const pattern = mostAlike(statement.Resource, resource);
    const why = whyNot(pattern, request, variables);
    return {
      closeness: 1.5 + likeness(pattern, resource),
      sentence: `it allows ${action} on ${pattern}${why === null ? '' : `, ${why}`}`,
    };
  }
  const allowed = statement.Action.join(', ');
  if (isAbout) {
    const isConsoles = action === 'iot:RetainPublish' && statement.Action.includes(CONSOLE_RETAIN);
    const spelling = isConsoles
      ? ` (${CONSOLE_RETAIN} is the spelling of AWS's console, and may count for nothing)`
      : '';
    return {
      closeness: RESOURCE_FITS,
      sentence: `it allows ${allowed} there, and not ${action}${spelling}`,
    };
  }
  const overHttp = statement.Action.some(isHttpAction) && thingOf(request);
  return overHttp && fitsResource(statement, overHttp, variables)
    ? {
        closeness: 1,
        sentence: `it allows ${allowed} on the thing, which counts over HTTP; over MQTT it is ${action} on the topic`,
      }
    : null;
};

/** The thing whose shadow or jobs a topic is about. */
const thingOf = ({ action, resource }: Request): Request | undefined => {
  const told = /^(?<arn>(?:[^:]*:){5})topic(?:filter)?\/\$aws\/things\/(?<thing>[^/]+)/.exec(
    resource,
  );
  return told?.groups && { action, resource: `${told.groups.arn}thing/${told.groups.thing}` };
};

const conditionSentence = ({ operator, key }: Condition, variables: Variables): string => {
  const value = variables.get(key);
  const is =
    value === undefined ? 'has no value here' : `is ${[value].flat().join(', ') || 'empty'}`;
  return `its condition ${operator} on ${key} does not hold, where ${key} ${is}`;
};

const NAME = /^(?:[^:]*:){5}/;
const KIND = /^((?:[^:]*:){5})[a-z]+\//;

/** What a person would have to change for a resource of a statement to fit; null where it is just another one. */
const whyNot = (pattern: string, { action, resource }: Request, variables: Variables) => {
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

const mostAlike = (patterns: readonly string[], resource: string): string =>
  [...patterns].sort((a, b) => likeness(b, resource) - likeness(a, resource))[0] ?? '';

/** From 0 to 1: how much of the names is the same at the beginning and at the end, capital letters aside. */
const likeness = (pattern: string, resource: string): number => {
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
