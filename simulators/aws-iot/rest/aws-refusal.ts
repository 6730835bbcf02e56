import { BenchError } from '../../../errors/bench-error.ts';

/** AWS's names for what went wrong, and the HTTP status of each (the API's model; the front end's for the last). */
const STATUS = {
  CertificateConflictException: 409,
  CertificateStateException: 406,
  CertificateValidationException: 400,
  ConflictException: 409,
  DeleteConflictException: 409,
  InternalFailureException: 500,
  InvalidRequestException: 400,
  LimitExceededException: 410,
  MalformedPolicyException: 400,
  RegistrationCodeValidationException: 400,
  ResourceAlreadyExistsException: 409,
  ResourceNotFoundException: 404,
  ServiceUnavailableException: 503,
  ThrottlingException: 400,
  UnauthorizedException: 401,
  UnsupportedDocumentEncodingException: 415,
  VersionConflictException: 409,
  VersionsLimitExceededException: 409,
  AccessDeniedException: 403,
  IncompleteSignatureException: 400,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  RequestEntityTooLargeException: 413,
  SerializationException: 400,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
} as const;

export type AwsName = keyof typeof STATUS;

/** An answer of AWS's that says no. */
export class AwsRefusal extends BenchError {
  readonly code: AwsName;
  readonly colour = 'bench';
  /** What the body says beside the message. */
  readonly facts: Readonly<Record<string, string>>;

  constructor(code: AwsName, message: string, facts: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** The text in which AWS says that a value does not fit. */
export const unfitValue = (value: string, name: string, constraint: string): AwsRefusal =>
  new AwsRefusal(
    'InvalidRequestException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );
