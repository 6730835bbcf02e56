import { type ControlPlane, seconds } from './control-plane.ts';
import type { Operation } from './operations.ts';
import { documented } from './policies.ts';

const VERSIONS = '/policies/{policyName}/version';
const VERSION = `${VERSIONS}/{policyVersionId}`;

/** The versions of a policy, five at most, one of them in force. */
export const policyVersionOperations = ({ registry, arns }: ControlPlane): Operation[] => {
  const { policies } = registry;
  return [
    {
      name: 'CreatePolicyVersion',
      method: 'POST',
      path: VERSIONS,
      answer: (request) => {
        const name = request.param('policyName');
        const isDefaultVersion = request.flag('setAsDefault');
        const { policyDocument } = request.json(documented);
        const { id } = policies.createVersion(name, policyDocument, isDefaultVersion);
        const policyArn = arns('policy', name);
        return { policyArn, policyDocument, policyVersionId: id, isDefaultVersion };
      },
    },
    {
      name: 'ListPolicyVersions',
      method: 'GET',
      path: VERSIONS,
      answer: (request) => {
        const { versions, defaultVersion } = policies.require(request.param('policyName'));
        return {
          policyVersions: versions.map((version) => ({
            versionId: version.id,
            isDefaultVersion: version === defaultVersion,
            createDate: seconds(version.createdAt),
          })),
        };
      },
    },
    {
      name: 'GetPolicyVersion',
      method: 'GET',
      path: VERSION,
      answer: (request) => {
        const name = request.param('policyName');
        const version = policies.requireVersion(name, request.param('policyVersionId'));
        const { defaultVersion, generationId } = policies.require(name);
        const created = seconds(version.createdAt);
        return {
          policyArn: arns('policy', name),
          policyName: name,
          policyDocument: version.document,
          policyVersionId: version.id,
          isDefaultVersion: version === defaultVersion,
          creationDate: created,
          lastModifiedDate: created,
          generationId,
        };
      },
    },
    {
      name: 'SetDefaultPolicyVersion',
      method: 'PATCH',
      path: VERSION,
      answer: (request) => {
        policies.setDefault(request.param('policyName'), request.param('policyVersionId'));
        return undefined;
      },
    },
    {
      name: 'DeletePolicyVersion',
      method: 'DELETE',
      path: VERSION,
      answer: (request) => {
        policies.deleteVersion(request.param('policyName'), request.param('policyVersionId'));
        return undefined;
      },
    },
  ];
};
