import { type Action, isOfKind } from './actions.ts';
import { holds } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import { fitsPattern, type Variables } from './pattern.ts';

/** What somebody wants to do, to what. */
export interface Request {
  readonly action: Action;
  /** An ARN with a plain name in it: `arn:aws:iot:REGION:ACCOUNT:topic/a/b`. */
  readonly resource: string;
  /** Another name under which policies may speak of the action. */
  readonly alsoCalled?: string;
}

/** The statement that decided. */
interface DecidedBy {
  readonly policy: string;
  /** Its `Sid`, or its number in the document from 1 on. */
  readonly statement: string;
}

/** AWS's three words (TestAuthorization), and which statement it was; nobody's for an implicit denial. */
export type Decision =
  | { readonly decision: 'ALLOWED' | 'EXPLICIT_DENY'; readonly by: DecidedBy }
  | { readonly decision: 'IMPLICIT_DENY'; readonly by: null };

/** All attached policies count as one: any Deny that fits wins, else any Allow that fits, else it is denied. */
export const evaluate = (
  policies: readonly Policy[],
  request: Request,
  variables: Variables,
): Decision => {
  const find = (effect: 'Allow' | 'Deny'): DecidedBy | null => {
    for (const { name, statements } of policies) {
      const index = statements.findIndex(
        (statement) =>
          statement.Effect === effect &&
          fitsAction(statement, request) &&
          fitsResource(statement, request, variables) &&
          statement.Condition.every((condition) => holds(condition, variables)),
      );
      const statement = statements[index];
      if (statement) return { policy: name, statement: nameOf(statement, index) };
    }
    return null;
  };
  const denied = find('Deny');
  if (denied) return { decision: 'EXPLICIT_DENY', by: denied };
  const allowed = find('Allow');
  if (allowed) return { decision: 'ALLOWED', by: allowed };
  return { decision: 'IMPLICIT_DENY', by: null };
};

const NO_VARIABLES: Variables = new Map();

/** The `Sid` of a statement, or its number in the document from 1 on. */
export const nameOf = ({ Sid }: Statement, index: number): string => Sid ?? String(index + 1);

export const fitsAction = (
  { Action }: Statement,
  { action, alsoCalled = action }: Request,
): boolean =>
  Action.some((pattern) =>
    [action, alsoCalled].some((name) => fitsPattern(pattern, name, NO_VARIABLES)),
  );

export const fitsResource = (
  { Resource }: Statement,
  { action, resource }: Request,
  variables: Variables,
): boolean =>
  isOfKind(action, resource) &&
  Resource.some((pattern) => fitsPattern(pattern, resource, variables));
