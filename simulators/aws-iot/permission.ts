import type { X509Certificate } from 'node:crypto';
import { certificateId } from '../../certs/describe-certificate.ts';
import type { Refusal } from '../../harness/clouds/events.ts';
import type { Arns } from './arns.ts';
import { CONSOLE_RETAIN, type DeviceAction, resourceOf } from './policy/actions.ts';
import { refusalOf } from './policy/refusal.ts';
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
    const reason = action === 'iot:Connect' ? 'AUTHORIZATION_FAILED' : 'AUTH_ERROR';
    if (policies.length === 0) {
      const detail = `No policy is attached to certificate ${id}, so nothing allows ${action} on ${request.resource}.`;
      return { accepted: false, reason, cause: 'NO_POLICY', detail };
    }
    const refusal = refusalOf(policies, request, variables);
    return refusal && { accepted: false, reason, ...refusal };
  };
};
