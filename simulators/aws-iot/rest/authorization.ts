import { z } from 'zod';
import type { Policy } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';
import { variablesOf } from '../policy/variables.ts';
import { type ControlPlane, certificateOf } from './control-plane.ts';
import type { Operation } from './operations.ts';

const ACTIONS = {
  CONNECT: 'iot:Connect',
  PUBLISH: 'iot:Publish',
  RECEIVE: 'iot:Receive',
  SUBSCRIBE: 'iot:Subscribe',
} as const;

const authInfo = z.object({
  actionType: z.enum(['CONNECT', 'PUBLISH', 'RECEIVE', 'SUBSCRIBE']),
  resources: z.array(z.string()).min(1),
});

type AuthInfo = z.output<typeof authInfo>;

const question = z.object({
  principal: z.string(),
  authInfos: z.array(authInfo).min(1).max(10),
  policyNamesToAdd: z.array(z.string()).default([]),
  policyNamesToSkip: z.array(z.string()).default([]),
});

/** What the policies of a certificate come to, without a device. */
export const authorizationOperations = (cloud: ControlPlane): Operation[] => {
  const { registry, arns } = cloud;
  const named = (policy: Policy) => ({
    policyName: policy.name,
    policyArn: arns('policy', policy.name),
  });
  return [
    {
      name: 'GetEffectivePolicies',
      method: 'POST',
      path: '/effective-policies',
      answer: (request) => {
        const { principal } = request.json(z.object({ principal: z.string() }));
        const id = certificateOf(cloud, principal);
        const thing = request.query('thingName');
        // A thing adds the policies of its groups, of which the stand-in has none; it must exist all the same.
        if (thing !== undefined) registry.things.require(thing);
        const effectivePolicies = registry.policiesOf(id).map((policy) => ({
          ...named(policy),
          policyDocument: registry.policies.require(policy.name).defaultVersion.document,
        }));
        return { effectivePolicies };
      },
    },
    {
      name: 'TestAuthorization',
      method: 'POST',
      path: '/test-authorization',
      answer: (request) => {
        const { principal, authInfos, policyNamesToAdd, policyNamesToSkip } =
          request.json(question);
        const id = certificateOf(cloud, principal);
        const added = policyNamesToAdd.map(
          (name) => registry.policies.require(name).defaultVersion.policy,
        );
        const policies = [...new Set([...registry.policiesOf(id), ...added])].filter(
          ({ name }) => !policyNamesToSkip.includes(name),
        );
        const { certificate } = registry.certificates.require(id);
        const variables = variablesOf({
          clientId: request.query('clientId') ?? '',
          certificateId: id,
          certificate,
          things: registry.thingsOf(id),
        });
        const judge = (some: readonly Policy[], { actionType, resources }: AuthInfo) =>
          worst(
            resources.map((resource) => {
              const asked = { action: ACTIONS[actionType], resource };
              return evaluate(some, asked, variables).decision;
            }),
          );
        const authResults = authInfos.map((info) => {
          const saying = (decision: Decided) => ({
            policies: policies.filter((one) => judge([one], info) === decision).map(named),
          });
          return {
            authInfo: info,
            allowed: saying('ALLOWED'),
            denied: {
              implicitDeny: saying('IMPLICIT_DENY'),
              explicitDeny: saying('EXPLICIT_DENY'),
            },
            authDecision: judge(policies, info),
            missingContextValues: [],
          };
        });
        return { authResults };
      },
    },
  ];
};

const DECISIONS = ['EXPLICIT_DENY', 'IMPLICIT_DENY', 'ALLOWED'] as const;
type Decided = (typeof DECISIONS)[number];

/** Of several resources, the one that fares worst. */
const worst = (decisions: readonly Decided[]): Decided =>
  DECISIONS.find((one) => decisions.includes(one)) ?? 'IMPLICIT_DENY';
