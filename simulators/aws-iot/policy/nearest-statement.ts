import { CONSOLE_RETAIN, isHttpAction } from './actions.ts';
import { type Condition, holds } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import { fitsAction, fitsResource, nameOf, type Request } from './evaluate.ts';
import { fitsPattern, type Variables } from './pattern.ts';
import { difference, likeness } from './resource-difference.ts';

interface Near {
  /** The greater, the nearer. */
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
  return nearest(near)?.sentence ?? null;
};

const nearest = (near: readonly Near[]): Near | null =>
  [...near].sort((a, b) => b.closeness - a.closeness)[0] ?? null;

/**
 * How near statements are that lack one thing: the condition, a resource that can be told how to mend, the action, a
 * resource that is just another one (more, the more it is alike).
 */
const LACKS = { condition: 5, mend: 4, action: 3, resource: 1, actionOnAll: 0.5, mqtt: 0 } as const;

const compare = (statement: Statement, request: Request, variables: Variables): Near | null => {
  const { action, resource } = request;
  const isAbout = fitsResource(statement, request, variables);
  if (fitsAction(statement, request)) {
    const failed = statement.Condition.find((condition) => !holds(condition, variables));
    if (isAbout) {
      return failed
        ? { closeness: LACKS.condition, sentence: conditionSentence(failed, variables) }
        : null;
    }
    const near = statement.Resource.map((pattern): Near => {
      const why = difference(pattern, request, variables);
      return {
        closeness: (why === null ? LACKS.resource : LACKS.mend) + likeness(pattern, resource) / 2,
        sentence: `it allows ${action} on ${pattern}${why === null ? '' : `, ${why}`}`,
      };
    });
    return nearest(near);
  }
  const allowed = statement.Action.join(', ');
  if (isAbout) {
    const isConsoles = action === 'iot:RetainPublish' && statement.Action.includes(CONSOLE_RETAIN);
    const spelling = isConsoles
      ? ` (${CONSOLE_RETAIN} is the spelling of AWS's console, and may count for nothing)`
      : '';
    return {
      closeness: statement.Resource.includes('*') ? LACKS.actionOnAll : LACKS.action,
      sentence: `it allows ${allowed} there, and not ${action}${spelling}`,
    };
  }
  const thing = statement.Action.some(isHttpAction) ? thingOf(resource) : undefined;
  return thing && statement.Resource.some((pattern) => fitsPattern(pattern, thing, variables))
    ? {
        closeness: LACKS.mqtt,
        sentence: `it allows ${allowed} on the thing, which counts over HTTP; over MQTT it is ${action} on the topic`,
      }
    : null;
};

const THING_TOPIC = /^(?<arn>(?:[^:]*:){5})topic(?:filter)?\/\$aws\/things\/(?<thing>[^/]+)/;

/** The thing whose shadow or jobs a topic is about. */
const thingOf = (resource: string): string | undefined => {
  const { arn, thing } = THING_TOPIC.exec(resource)?.groups ?? {};
  return arn && `${arn}thing/${thing}`;
};

const conditionSentence = ({ operator, key }: Condition, variables: Variables): string => {
  const value = variables.get(key);
  const is =
    value === undefined ? 'has no value here' : `is ${[value].flat().join(', ') || 'empty'}`;
  return `its condition ${operator} on ${key} does not hold, where ${key} ${is}`;
};
