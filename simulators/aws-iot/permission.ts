import type { X509Certificate } from 'node:crypto';
import { certificateId } from '../../certs/describe-certificate.ts';
import type { Refusal } from '../../harness/clouds/events.ts';
import type { Arns } from './arns.ts';
import { type Action, evaluate } from './policy/evaluate.ts';
import { variablesOf } from './policy/variables.ts';
import type { Registry } from './registry.ts';

/** What each action is about, in ARNs. */
const KINDS = {
  'iot:Connect': 'client',
  'iot:Publish': 'topic',
  'iot:RetainPublish': 'topic',
  'iot:Subscribe': 'topicfilter',
  'iot:Receive': 'topic',
} as const satisfies Record<Action, string>;

/** Says why a device may not do something now; undefined if it may. */
export type Permission = (action: Action, name: string) => Refusal | undefined;

/** Asks the registry anew each time, so that changed policies and attachments apply at once. */
export const permissionOf = (
  registry: Registry,
  arns: Arns,
  clientId: string,
  certificate: X509Certificate,
): Permission => {
  const id = certificateId(certificate.raw);
  return (action, name) => {
    const policies = registry.policiesOf(id);
    const things = registry.thingsOf(id);
    const resource = arns(KINDS[action], name);
    const variables = variablesOf({ clientId, certificateId: id, certificate, things });
    const { decision, by } = evaluate(policies, { action, resource }, variables);
    if (decision === 'ALLOWED') return undefined;
    if (decision === 'EXPLICIT_DENY') {
      return refused(
        action,
        'POLICY_DENIES',
        `Statement ${by.statement} of policy ${by.policy} denies ${action} on ${resource}.`,
      );
    }
    if (policies.length === 0) {
      return refused(action, 'NO_POLICY', `No policy is attached to certificate ${id}.`);
    }
    const names = policies.map((policy) => policy.name).join(', ');
    return refused(
      action,
      'POLICY_DOES_NOT_ALLOW',
      `No statement of ${names} allows ${action} on ${resource}.`,
    );
  };
};

const refused = (action: Action, cause: Refusal['cause'], detail: string): Refusal => ({
  accepted: false,
  reason: action === 'iot:Connect' ? 'AUTHORIZATION_FAILED' : 'AUTH_ERROR',
  cause,
  detail,
});
