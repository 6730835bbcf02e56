import type { Policy } from './document.ts';
import { fitsPattern, type Variables } from './pattern.ts';

export type Action =
  | 'iot:Connect'
  | 'iot:Publish'
  | 'iot:RetainPublish'
  | 'iot:Subscribe'
  | 'iot:Receive';

/** What somebody wants to do, to what. */
export interface Request {
  readonly action: Action;
  /** An ARN with a plain name in it: `arn:aws:iot:REGION:ACCOUNT:topic/a/b`. */
  readonly resource: string;
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
  { action, resource }: Request,
  variables: Variables,
): Decision => {
  const find = (effect: 'Allow' | 'Deny'): DecidedBy | null => {
    for (const { name, statements } of policies) {
      const index = statements.findIndex(
        ({ Effect, Action, Resource }) =>
          Effect === effect &&
          Action.some((pattern) => fitsPattern(pattern, action, NO_VARIABLES)) &&
          Resource.some((pattern) => fitsPattern(pattern, resource, variables)),
      );
      const statement = statements[index];
      if (statement) return { policy: name, statement: statement.Sid ?? String(index + 1) };
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
