import { z } from 'zod';
import { type ControlPlane, certificateOf } from './control-plane.ts';
import type { Operation } from './operations.ts';
import { BY_MARKER, pageOf } from './paging.ts';
import type { RestRequest } from './request.ts';

const targeted = z.object({ target: z.string() });
const TARGETS = '/target-policies/{policyName}';
const PRINCIPALS = '/principal-policies/{policyName}';

/** Which policies which certificates have. AWS's deprecated words for it (PrincipalPolicy) do the same. */
export const policyAttachmentOperations = (cloud: ControlPlane): Operation[] => {
  const { registry, arns } = cloud;
  const change =
    (how: 'attachPolicy' | 'detachPolicy', arnIn: (request: RestRequest) => string) =>
    (request: RestRequest): undefined => {
      const { name } = registry.policies.require(request.param('policyName'));
      registry[how](name, certificateOf(cloud, arnIn(request)));
    };
  const inBody = (request: RestRequest) => request.json(targeted).target;
  const inHeader = (request: RestRequest) => request.header('x-amzn-iot-principal', 'principal');
  return [
    {
      name: 'AttachPolicy',
      method: 'PUT',
      path: TARGETS,
      answer: change('attachPolicy', inBody),
    },
    {
      name: 'DetachPolicy',
      method: 'POST',
      path: TARGETS,
      answer: change('detachPolicy', inBody),
    },
    {
      name: 'AttachPrincipalPolicy',
      method: 'PUT',
      path: PRINCIPALS,
      answer: change('attachPolicy', inHeader),
    },
    {
      name: 'DetachPrincipalPolicy',
      method: 'DELETE',
      path: PRINCIPALS,
      answer: change('detachPolicy', inHeader),
    },
    {
      name: 'ListAttachedPolicies',
      method: 'POST',
      path: '/attached-policies/{target}',
      answer: (request) => {
        const id = certificateOf(cloud, request.param('target'));
        const items = registry.policiesOf(id).map(({ name }) => name);
        const { page, next } = pageOf(request, { items, keyOf: String, words: BY_MARKER });
        return {
          policies: page.map((name) => ({ policyName: name, policyArn: arns('policy', name) })),
          nextMarker: next,
        };
      },
    },
    {
      name: 'ListTargetsForPolicy',
      method: 'POST',
      path: '/policy-targets/{policyName}',
      answer: (request) => {
        const { name } = registry.policies.require(request.param('policyName'));
        const items = registry.targetsOf(name);
        const { page, next } = pageOf(request, { items, keyOf: String, words: BY_MARKER });
        return { targets: page.map((id) => arns('cert', id)), nextMarker: next };
      },
    },
  ];
};
