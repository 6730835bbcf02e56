import { z } from 'zod';
import type { Policy } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';
import { unresolvedIn, type Variables } from '../policy/pattern.ts';
import { variablesOf } from '../policy/variables.ts';
import type { RegisteredPolicy } from '../registry/policies.ts';
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
  const named = ({ name }: RegisteredPolicy) => ({
    policyName: name,
    policyArn: arns('policy', name),
  });
  const policiesOf = (id: string): RegisteredPolicy[] =>
    registry.policiesOf(id).map(({ name }) => registry.policies.require(name));
  /** Without a client id there is no such variable. */
  const variablesFor = (id: string, clientId: string | undefined): Variables => {
    const { certificate } = registry.certificates.require(id);
    const things = registry.thingsOf(id);
    const who = { clientId: clientId ?? '', certificateId: id, certificate, things };
    const all = [...variablesOf(who)];
    return new Map(clientId === undefined ? all.filter(([name]) => name !== 'iot:ClientId') : all);
  };
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
        const effectivePolicies = policiesOf(id).map((policy) => ({
          ...named(policy),
          policyDocument: policy.defaultVersion.document,
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
        const added = policyNamesToAdd.map((name) => registry.policies.require(name));
        const policies = [...new Set([...policiesOf(id), ...added])].filter(
          ({ name }) => !policyNamesToSkip.includes(name),
        );
        const variables = variablesFor(id, request.query('clientId'));
        const authResults = authInfos.map((info) => {
          const saying = (decision: Decision) => ({
            policies: policies
              .filter((policy) => judge([policy], info, variables) === decision)
              .map(named),
          });
          return {
            authInfo: info,
            allowed: saying('ALLOWED'),
            denied: {
              implicitDeny: saying('IMPLICIT_DENY'),
              explicitDeny: saying('EXPLICIT_DENY'),
            },
            authDecision: judge(policies, info, variables),
            missingContextValues: missingIn(policies, variables),
          };
        });
        return { authResults };
      },
    },
  ];
};

const DECISIONS = ['EXPLICIT_DENY', 'IMPLICIT_DENY', 'ALLOWED'] as const;
type Decision = (typeof DECISIONS)[number];

/** Of several resources, the one that fares worst decides. */
const judge = (
  policies: readonly RegisteredPolicy[],
  { actionType, resources }: AuthInfo,
  variables: Variables,
): Decision => {
  const evaluated: Policy[] = policies.map(({ defaultVersion }) => defaultVersion.policy);
  const decisions = resources.map(
    (resource) =>
      evaluate(evaluated, { action: ACTIONS[actionType], resource }, variables).decision,
  );
  return DECISIONS.find((one) => decisions.includes(one)) ?? 'IMPLICIT_DENY';
};

/** The variables that policies speak of and nobody has a value for. */
const missingIn = (policies: readonly RegisteredPolicy[], variables: Variables): string[] => {
  const documents = policies.map(({ defaultVersion }) => defaultVersion.document);
  return unresolvedIn(documents.join('\n'), variables);
};
