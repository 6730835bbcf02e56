import { z } from 'zod';
import type { RegisteredPolicy } from '../registry/policies.ts';
import { type ControlPlane, seconds } from './control-plane.ts';
import type { Operation } from './operations.ts';
import { BY_MARKER, pageOf } from './paging.ts';

export const documented = z.object({ policyDocument: z.string() });

/** Policies, each as its default version says. */
export const policyOperations = ({ registry, arns }: ControlPlane): Operation[] => {
  const { policies } = registry;
  const named = ({ name }: RegisteredPolicy) => ({
    policyName: name,
    policyArn: arns('policy', name),
  });
  return [
    {
      name: 'CreatePolicy',
      method: 'POST',
      path: '/policies/{policyName}',
      answer: (request) => {
        const { policyDocument } = request.json(documented);
        const policy = policies.create(request.param('policyName'), policyDocument);
        return { ...named(policy), policyDocument, policyVersionId: policy.defaultVersion.id };
      },
    },
    {
      name: 'GetPolicy',
      method: 'GET',
      path: '/policies/{policyName}',
      answer: (request) => {
        const policy = policies.require(request.param('policyName'));
        return {
          ...named(policy),
          policyDocument: policy.defaultVersion.document,
          defaultVersionId: policy.defaultVersion.id,
          creationDate: seconds(policy.createdAt),
          lastModifiedDate: seconds(policy.modifiedAt),
          generationId: policy.generationId,
        };
      },
    },
    {
      name: 'ListPolicies',
      method: 'GET',
      path: '/policies',
      answer: (request) => {
        const { page, next } = pageOf(request, {
          items: policies.all(),
          keyOf: ({ createdAt, name }) => `${createdAt.toISOString()} ${name}`,
          isDescending: !request.flag('isAscendingOrder'),
          words: BY_MARKER,
        });
        return { policies: page.map(named), nextMarker: next };
      },
    },
    {
      name: 'DeletePolicy',
      method: 'DELETE',
      path: '/policies/{policyName}',
      answer: (request) => {
        registry.deletePolicy(request.param('policyName'));
        return undefined;
      },
    },
  ];
};
