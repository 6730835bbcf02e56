import { BadInput, BenchError } from '../../../errors/bench-error.ts';

/** AWS did not do what it was asked for, or was not reached. */
class AwsRefused extends BenchError {
  readonly code = 'AWS_REFUSED';
  readonly colour = 'bench';
  /** AWS's own name for it: `ThrottlingException`. */
  readonly awsName: string;

  constructor(doing: string, cause: Error) {
    super(
      `AWS IoT was to ${doing} and did not: ${cause.name}: ${cause.message || 'no answer'}. Check region, permissions and network.`,
      { cause },
    );
    this.awsName = cause.name;
  }
}

/** Whether an error is one of AWS's by this name. */
export const isAws = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name === name;

/** What a cloud's own codes are for what AWS says, and what to do about it. */
const BAD_INPUT: Readonly<Record<string, readonly [code: string, advice: string]>> = {
  MalformedPolicyException: ['POLICY_MALFORMED', 'Mend the policy.'],
  CertificateValidationException: ['CERTIFICATE_REFUSED', 'Take another certificate.'],
  CredentialsProviderError: [
    'AWS_CREDENTIALS_MISSING',
    'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  ],
};

/** The error for a person of one that AWS's SDK threw. `doing` completes "AWS IoT was to ...". */
export const awsRefusal = (doing: string, error: unknown): BenchError => {
  if (error instanceof BenchError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  const [code, advice] = BAD_INPUT[cause.name] ?? [];
  return code === undefined
    ? new AwsRefused(doing, cause)
    : new BadInput(code, `AWS IoT was to ${doing} and did not: ${cause.message}. ${advice}`, {
        cause,
      });
};
