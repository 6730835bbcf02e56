import { BadInput } from '../../../errors/bench-error.ts';
import type { Arns } from '../arns.ts';
import { RegistryRefusal } from '../registry/refusal.ts';
import { type AwsName, AwsRefusal } from './aws-refusal.ts';

/** AWS's names for what the registry and the readers of PEM and policies refuse, by their codes. */
const NAMES: Readonly<Record<string, AwsName>> = {
  THING_NAME_INVALID: 'InvalidRequestException',
  THING_ATTRIBUTES_INVALID: 'InvalidRequestException',
  THING_EXISTS: 'ResourceAlreadyExistsException',
  THING_NOT_FOUND: 'ResourceNotFoundException',
  THING_VERSION_CONFLICT: 'VersionConflictException',
  // The API's model gives DeleteThing no DeleteConflictException.
  THING_ATTACHED: 'InvalidRequestException',
  CERTIFICATE_ALREADY_REGISTERED: 'ResourceAlreadyExistsException',
  CERTIFICATE_NOT_REGISTERED: 'ResourceNotFoundException',
  CERTIFICATE_ACTIVE: 'CertificateStateException',
  CERTIFICATE_IN_USE: 'DeleteConflictException',
  CERTIFICATE_EXCLUSIVE: 'InvalidRequestException',
  AUTHORITY_ALREADY_REGISTERED: 'ResourceAlreadyExistsException',
  NOT_AN_AUTHORITY: 'CertificateValidationException',
  NOT_SIGNED_BY_AUTHORITY: 'CertificateValidationException',
  VERIFICATION_FAILED: 'RegistrationCodeValidationException',
  NOT_A_PEM: 'CertificateValidationException',
  PEM_DAMAGED: 'CertificateValidationException',
  WRONG_PEM_KIND: 'CertificateValidationException',
  SEVERAL_CERTIFICATES: 'CertificateValidationException',
  REQUEST_INVALID: 'InvalidRequestException',
  POLICY_NAME_INVALID: 'InvalidRequestException',
  POLICY_MALFORMED: 'MalformedPolicyException',
  POLICY_EXISTS: 'ResourceAlreadyExistsException',
  POLICY_NOT_FOUND: 'ResourceNotFoundException',
  POLICY_VERSION_NOT_FOUND: 'ResourceNotFoundException',
  POLICY_VERSION_IS_DEFAULT: 'DeleteConflictException',
  POLICY_HAS_VERSIONS: 'DeleteConflictException',
  POLICY_IN_USE: 'DeleteConflictException',
  TOO_MANY_VERSIONS: 'VersionsLimitExceededException',
  TOO_MANY_POLICIES: 'LimitExceededException',
  JOB_ID_INVALID: 'InvalidRequestException',
  JOB_DOCUMENT_TOO_LARGE: 'InvalidRequestException',
  JOB_EXISTS: 'ResourceAlreadyExistsException',
  JOB_TARGET_UNKNOWN: 'ResourceNotFoundException',
};

/** What AWS answers where the registry refused; undefined for an error that is no refusal. */
export const registryRefusal =
  (arns: Arns) =>
  (error: unknown): AwsRefusal | undefined => {
    if (!(error instanceof BadInput)) return undefined;
    const name = NAMES[error.code];
    if (name === undefined) return undefined;
    const existing = error instanceof RegistryRefusal ? error.existing : undefined;
    const facts = existing
      ? { resourceId: existing.id, resourceArn: arns(existing.kind, existing.id) }
      : undefined;
    return new AwsRefusal(name, error.message, facts);
  };
