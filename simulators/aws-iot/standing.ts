import type { X509Certificate } from 'node:crypto';
import { certificateId } from '../../certs/describe-certificate.ts';
import type { RefusalCause } from '../../harness/clouds/events.ts';
import type { Registry } from './registry.ts';

/** Why a client certificate is worth nothing. */
export interface Unfit {
  readonly cause: RefusalCause;
  readonly detail: string;
}

/** Undefined for a certificate that is registered, active and within its dates; who issued it does not matter. */
export const unfit = (
  registry: Registry,
  certificate: X509Certificate | null,
  now = Date.now(),
): Unfit | undefined => {
  if (!certificate) {
    return { cause: 'CERTIFICATE_MISSING', detail: 'The device presented no certificate.' };
  }
  const id = certificateId(certificate.raw);
  const registered = registry.certificate(id);
  if (!registered) {
    return { cause: 'CERTIFICATE_UNKNOWN', detail: `The certificate ${id} is not registered.` };
  }
  if (registered.status !== 'ACTIVE') {
    return {
      cause: registered.status === 'REVOKED' ? 'CERTIFICATE_REVOKED' : 'CERTIFICATE_INACTIVE',
      detail: `The certificate ${id} is ${registered.status}.`,
    };
  }
  if (now > Date.parse(certificate.validTo)) {
    return {
      cause: 'CERTIFICATE_EXPIRED',
      detail: `The certificate ${id} expired on ${certificate.validTo}.`,
    };
  }
  if (now < Date.parse(certificate.validFrom)) {
    return {
      cause: 'CERTIFICATE_NOT_YET_VALID',
      detail: `The certificate ${id} is valid from ${certificate.validFrom} on.`,
    };
  }
  return undefined;
};
