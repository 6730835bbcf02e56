import type { Policy } from './document.ts';
import { evaluate, type Request } from './evaluate.ts';
import { nearestStatement } from './nearest-statement.ts';
import type { Variables } from './pattern.ts';

/** Why policies do not let somebody do something. */
export interface PolicyRefusal {
  readonly cause: 'POLICY_DENIES' | 'POLICY_DOES_NOT_ALLOW';
  /** Sentences that name the action, the resource, and the statement that decided or comes nearest. */
  readonly detail: string;
}

/** Undefined where the policies, of which there is at least one, allow it. */
export const refusalOf = (
  policies: readonly Policy[],
  request: Request,
  variables: Variables,
): PolicyRefusal | undefined => {
  const { decision, by } = evaluate(policies, request, variables);
  if (decision === 'ALLOWED') return undefined;
  const what = `${request.action} on ${request.resource}`;
  if (decision === 'EXPLICIT_DENY') {
    const detail = `Statement ${by.statement} of policy ${by.policy} denies ${what}.`;
    return { cause: 'POLICY_DENIES', detail };
  }
  const names = policies.map(({ name }) => name).join(', ');
  const nearest = nearestStatement(policies, request, variables);
  const detail = [`No statement of ${names} allows ${what}.`, nearest ?? []].flat().join(' ');
  return { cause: 'POLICY_DOES_NOT_ALLOW', detail };
};
