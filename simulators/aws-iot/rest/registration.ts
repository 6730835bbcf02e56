import { z } from 'zod';
import { givenStatus, named } from './certificates.ts';
import type { ControlPlane } from './control-plane.ts';
import type { Operation } from './operations.ts';

const certificate = z.object({
  certificatePem: z.string(),
  caCertificatePem: z.string().optional(),
  status: z.string().optional(),
});

const authority = z.object({
  caCertificate: z.string(),
  verificationCertificate: z.string().optional(),
  certificateMode: z.enum(['DEFAULT', 'SNI_ONLY']).default('DEFAULT'),
});

/**
 * Certificates and authorities that were made elsewhere. What a CA's automatic registration would do is left out:
 * devices are known when they were registered.
 */
export const registrationOperations = (cloud: ControlPlane): Operation[] => {
  const { registry, arns } = cloud;
  return [
    {
      name: 'RegisterCertificateWithoutCA',
      method: 'POST',
      path: '/certificate/register-no-ca',
      answer: (request) => {
        const { certificatePem, status = 'INACTIVE' } = request.json(certificate);
        return named(
          cloud,
          registry.certificates.register(certificatePem, { status: givenStatus(status) }),
        );
      },
    },
    {
      name: 'RegisterCertificate',
      method: 'POST',
      path: '/certificate/register',
      answer: (request) => {
        const { certificatePem, caCertificatePem, status } = request.json(certificate);
        const other = request.flag('setAsActive') ? 'ACTIVE' : 'INACTIVE';
        const { id: caId, mode } = registry.authorities.requireSigner(
          certificatePem,
          caCertificatePem,
        );
        return named(
          cloud,
          registry.certificates.register(certificatePem, {
            status: givenStatus(status ?? other),
            mode,
            caId,
          }),
        );
      },
    },
    {
      name: 'RegisterCACertificate',
      method: 'POST',
      path: '/cacertificate',
      answer: (request) => {
        const { caCertificate, verificationCertificate, certificateMode } = request.json(authority);
        const { id } = registry.authorities.register(caCertificate, {
          isActive: request.flag('setAsActive'),
          mode: certificateMode,
          ...(verificationCertificate === undefined
            ? {}
            : { verificationPem: verificationCertificate }),
        });
        return { certificateArn: arns('cacert', id), certificateId: id };
      },
    },
    {
      name: 'GetRegistrationCode',
      method: 'GET',
      path: '/registrationcode',
      answer: () => ({ registrationCode: registry.authorities.registrationCode }),
    },
  ];
};
