import type { Outcome, Refusal, RefusalCause, UndeliveredCause } from '../../../clouds/events.ts';
import type { Cause, Finding } from '../../cause.ts';
import { connectionOf, refusedConnect } from '../../connection.ts';
import type { Evidence } from '../../evidence.ts';
import { stillMattering } from '../../past.ts';
import { storedPart } from '../stored/places.ts';
import { actionIn, allowing, type PolicyAction } from './policy-statement.ts';
import { variableMismatch } from './thing-of-certificate.ts';

/** Something that a policy kept the board from. */
interface Forbidden {
  readonly action: PolicyAction;
  /** The client id, topic or filter. */
  readonly name: string;
  readonly cause: RefusalCause | UndeliveredCause;
  readonly detail: string;
}

const POLICY_CAUSES: readonly string[] = ['NO_POLICY', 'POLICY_DOES_NOT_ALLOW', 'POLICY_DENIES'];

const refusalIn = (outcome: Outcome): Refusal | undefined =>
  !outcome.accepted && POLICY_CAUSES.includes(outcome.cause) ? outcome : undefined;

const atConnect = (evidence: Evidence): Forbidden | undefined => {
  const connect = refusedConnect(evidence);
  const refusal = connect && refusalIn(connect.outcome);
  if (!refusal) return undefined;
  // A last will is published: the policy is asked about it at CONNECT.
  const action = actionIn(refusal.detail) ?? 'iot:Connect';
  const name = action === 'iot:Connect' ? connect.clientId : (connect.will?.topic ?? '');
  return { action, name, cause: refusal.cause, detail: refusal.detail };
};

/** The last thing of each kind that was forbidden, unless the same was allowed, or all began anew, afterwards. */
const forbidden = (evidence: Evidence): readonly Forbidden[] => {
  const found = new Map<string, Forbidden>();
  const settle = (action: PolicyAction, name: string, refusal: Forbidden | undefined): void => {
    if (refusal) found.set(`${refusal.action} ${name}`, refusal);
    else found.delete(`${action} ${name}`);
  };
  for (const event of stillMattering(evidence)) {
    if (event.kind === 'subscribe') {
      for (const { filter: name, outcome } of event.filters) {
        const refusal = refusalIn(outcome);
        settle('iot:Subscribe', name, refusal && { action: 'iot:Subscribe', name, ...refusal });
      }
    }
    if (event.kind === 'publish' && event.clientId !== null) {
      const { topic: name } = event;
      const refusal = refusalIn(event.outcome);
      const action = actionIn(refusal?.detail ?? '') ?? 'iot:Publish';
      settle('iot:Publish', name, refusal && { action, name, ...refusal });
    }
    if (event.kind === 'undelivered' && POLICY_CAUSES.includes(event.cause)) {
      const { topic: name, cause, detail } = event;
      settle('iot:Receive', name, { action: 'iot:Receive', name, cause, detail });
    }
  }
  return [...found.values(), ...[atConnect(evidence)].flatMap((each) => each ?? [])];
};

const nextFor = (evidence: Evidence, { action, name, cause, detail }: Forbidden): string =>
  cause === 'POLICY_DENIES'
    ? `Take the Deny out of the policy, or except ${name} from it; an Allow is no help against a Deny. Besides, it needs ${allowing(evidence, action, name, detail)}.`
    : `Add this statement to the policy: ${allowing(evidence, action, name, detail)}`;

const findForbidden =
  (action: PolicyAction) =>
  (evidence: Evidence): Finding | undefined => {
    const found = forbidden(evidence).findLast(
      (each) => each.action === action && each.cause !== 'NO_POLICY',
    );
    if (!found || variableMismatch(evidence)) return undefined;
    return { confidence: 0.96, because: [found.detail], next: nextFor(evidence, found) };
  };

const TITLES: readonly (readonly [PolicyAction, string, string])[] = [
  ['iot:Connect', 'POLICY_FORBIDS_CONNECT', 'connecting under this client id'],
  ['iot:Publish', 'POLICY_FORBIDS_PUBLISH', 'publishing on this topic'],
  ['iot:RetainPublish', 'POLICY_FORBIDS_RETAIN', 'publishing retained messages on this topic'],
  ['iot:Subscribe', 'POLICY_FORBIDS_SUBSCRIBE', 'subscribing to this filter'],
  ['iot:Receive', 'POLICY_FORBIDS_RECEIVE', 'receiving messages of this topic'],
];

/** The certificate is active, and no policy is attached to it: seen by the cloud, or in its registry. */
const findNoPolicy = (evidence: Evidence): Finding | undefined => {
  const told = forbidden(evidence).findLast(({ cause }) => cause === 'NO_POLICY');
  const { isMade, clientId } = connectionOf(evidence);
  const next = (certificate: string, action: PolicyAction, name: string, detail?: string): string =>
    `Attach a policy to ${certificate}: aws iot attach-policy. It needs at least ${allowing(evidence, action, name, detail)}.`;
  if (told) {
    const { action, name, detail } = told;
    return { confidence: 0.97, because: [detail], next: next('it', action, name, detail) };
  }
  const id = storedPart(evidence, 'cert')?.certificate?.id;
  const known = evidence.certificates.find(({ certificateId }) => certificateId === id);
  if (isMade !== false || known?.status !== 'ACTIVE' || known.policies.length > 0) return undefined;
  return {
    confidence: 0.8,
    because: [`the registry has the certificate ${id?.slice(0, 12)} as active, without a policy`],
    next: next('the certificate', 'iot:Connect', clientId ?? 'CLIENT_ID'),
  };
};

/** What the cloud's policies keep the board from. */
export const POLICY: readonly Cause[] = [
  {
    name: 'NO_POLICY',
    area: 'policy',
    colour: 'bench',
    title: "No policy is attached to the board's certificate: it may do nothing.",
    find: findNoPolicy,
  },
  ...TITLES.map(
    ([action, name, what]): Cause => ({
      name,
      area: 'policy',
      colour: 'bench',
      title: `The policy does not allow ${what}.`,
      find: findForbidden(action),
    }),
  ),
];
