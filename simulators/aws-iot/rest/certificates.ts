import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { CertificateStatus, RegisteredCertificate } from '../registry/certificates.ts';
import { AwsRefusal, unfitValue } from './aws-refusal.ts';
import { type ControlPlane, seconds } from './control-plane.ts';
import type { Operation } from './operations.ts';
import { BY_MARKER, pageOf } from './paging.ts';

/** AWS gives the other statuses by itself; REGISTER_INACTIVE, the fourth that it lists, is deprecated. */
const STATUSES = ['ACTIVE', 'INACTIVE', 'REVOKED'] as const;
const INTERNAL = ['PENDING_TRANSFER', 'PENDING_ACTIVATION'];

/** A status that a person may give. Throws AwsRefusal CertificateStateException or InvalidRequestException. */
export const givenStatus = (text: string | undefined): CertificateStatus => {
  const status = STATUSES.find((one) => one === text);
  if (status) return status;
  if (text !== undefined && INTERNAL.includes(text)) {
    throw new AwsRefusal(
      'CertificateStateException',
      `The certificate operation is not allowed: AWS alone makes certificates ${text}.`,
    );
  }
  throw unfitValue(text ?? 'null', 'newStatus', `satisfy enum value set: [${STATUSES.join(', ')}]`);
};

/** What registering and creating certificates answers with. */
export const named = ({ arns }: ControlPlane, { id }: RegisteredCertificate) => ({
  certificateArn: arns('cert', id),
  certificateId: id,
});

/** Certificates that AWS makes, and all of them as they are. A private key is given out once and never kept. */
export const certificateOperations = (cloud: ControlPlane): Operation[] => {
  const { registry, arns, account, authority } = cloud;
  const { certificates } = registry;
  const register = (pem: string, isActive: boolean) => {
    const status = isActive ? 'ACTIVE' : 'INACTIVE';
    const registered = certificates.register(pem, { status, mode: 'DEFAULT' });
    return { ...named(cloud, registered), certificatePem: pem };
  };
  return [
    {
      name: 'CreateKeysAndCertificate',
      method: 'POST',
      path: '/keys-and-certificate',
      answer: async (request) => {
        const isActive = request.flag('setAsActive');
        const { certificatePem, keyPem } = await (await authority()).issueDevice();
        const publicKey = createPublicKey(keyPem).export({ type: 'spki', format: 'pem' });
        const keyPair = { PublicKey: publicKey.toString(), PrivateKey: keyPem };
        return { ...register(certificatePem, isActive), keyPair };
      },
    },
    {
      name: 'CreateCertificateFromCsr',
      method: 'POST',
      path: '/certificates',
      answer: async (request) => {
        const isActive = request.flag('setAsActive');
        const { certificateSigningRequest } = request.json(
          z.object({ certificateSigningRequest: z.string() }),
        );
        const pem = await (await authority()).certifyRequest(certificateSigningRequest);
        return register(pem, isActive);
      },
    },
    {
      name: 'UpdateCertificate',
      method: 'PUT',
      path: '/certificates/{certificateId}',
      answer: (request) => {
        const status = givenStatus(request.query('newStatus'));
        certificates.setStatus(request.param('certificateId'), status);
        return undefined;
      },
    },
    {
      name: 'DescribeCertificate',
      method: 'GET',
      path: '/certificates/{certificateId}',
      answer: (request) => {
        const one = certificates.require(request.param('certificateId'));
        const { certificate } = one;
        return {
          certificateDescription: {
            ...named(cloud, one),
            caCertificateId: one.caId,
            status: one.status,
            certificatePem: certificate.toString(),
            ownedBy: account.account,
            previousOwnedBy: null,
            creationDate: seconds(one.createdAt),
            lastModifiedDate: seconds(one.modifiedAt),
            customerVersion: one.customerVersion,
            transferData: {},
            generationId: one.generationId,
            validity: {
              notBefore: Date.parse(certificate.validFrom) / 1000,
              notAfter: Date.parse(certificate.validTo) / 1000,
            },
            certificateMode: one.mode,
          },
        };
      },
    },
    {
      name: 'ListCertificates',
      method: 'GET',
      path: '/certificates',
      answer: (request) => {
        const { page, next } = pageOf(request, {
          items: certificates.all(),
          keyOf: ({ createdAt, id }) => `${createdAt.toISOString()} ${id}`,
          isDescending: !request.flag('isAscendingOrder'),
          words: BY_MARKER,
        });
        return {
          certificates: page.map((one) => ({
            certificateArn: arns('cert', one.id),
            certificateId: one.id,
            status: one.status,
            certificateMode: one.mode,
            creationDate: seconds(one.createdAt),
          })),
          nextMarker: next,
        };
      },
    },
    {
      name: 'DeleteCertificate',
      method: 'DELETE',
      path: '/certificates/{certificateId}',
      answer: (request) => {
        const force = request.flag('forceDelete');
        registry.deleteCertificate(request.param('certificateId'), { force });
        return undefined;
      },
    },
  ];
};
