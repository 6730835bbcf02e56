import type { X509Certificate } from 'node:crypto';
import { certificateId } from '../../certs/describe-certificate.ts';
import type { Refusal } from '../../harness/clouds/events.ts';
import type { Arns } from './arns.ts';
import { CONSOLE_RETAIN, type DeviceAction, resourceOf } from './policy/actions.ts';
import { evaluate } from './policy/evaluate.ts';
import { nearestStatement } from './policy/nearest-statement.ts';
import { type ConnectFacts, variablesOf } from './policy/variables.ts';
import type { Registry } from './registry.ts';

/** Says why a device may not do something now; undefined if it may. */
export type Permission = (action: DeviceAction, name: string) => Refusal | undefined;

/** Who asks, and what it said of itself at CONNECT. */
export interface Bearer {
  readonly clientId: string;
  readonly certificate: X509Certificate;
  readonly sourceIp?: string;
  readonly isPersistent: boolean;
  readonly lastWillTopic?: string | undefined;
}

/**
 * Asks the registry anew each time, so that changed policies and attachments apply at once.
 * @param publishRetain what the console's `iot:PublishRetain` counts for
 */
export const permissionOf = (
  registry: Registry,
  arns: Arns,
  bearer: Bearer,
  publishRetain: 'nothing' | 'RetainPublish',
): Permission => {
  const { certificate, isPersistent, lastWillTopic } = bearer;
  const id = certificateId(certificate.raw);
  const connect: ConnectFacts = {
    isPersistent,
    lastWill: lastWillTopic === undefined ? undefined : arns('topic', lastWillTopic),
  };
  return (action, name) => {
    const policies = registry.policiesOf(id);
    const request = {
      action,
      resource: resourceOf(arns, action, name),
      ...(action === 'iot:RetainPublish' && publishRetain === 'RetainPublish'
        ? { alsoCalled: CONSOLE_RETAIN }
        : {}),
    };
    const variables = variablesOf({
      ...bearer,
      certificateId: id,
      things: registry.thingsOf(id),
      connect: action === 'iot:Connect' ? connect : undefined,
    });
    const { decision, by } = evaluate(policies, request, variables);
    if (decision === 'ALLOWED') return undefined;
    const what = `${action} on ${request.resource}`;
    if (decision === 'EXPLICIT_DENY') {
      const detail = `Statement ${by.statement} of policy ${by.policy} denies ${what}.`;
      return refused(action, 'POLICY_DENIES', detail);
    }
    if (policies.length === 0) {
      return refused(
        action,
        'NO_POLICY',
        `No policy is attached to certificate ${id}, so nothing allows ${what}.`,
      );
    }
    const names = policies.map((policy) => policy.name).join(', ');
    const nearest = nearestStatement(policies, request, variables);
    const detail = [`No statement of ${names} allows ${what}.`, nearest ?? []].flat().join(' ');
    return refused(action, 'POLICY_DOES_NOT_ALLOW', detail);
  };
};

const refused = (action: DeviceAction, cause: Refusal['cause'], detail: string): Refusal => ({
  accepted: false,
  reason: action === 'iot:Connect' ? 'AUTHORIZATION_FAILED' : 'AUTH_ERROR',
  cause,
  detail,
});
