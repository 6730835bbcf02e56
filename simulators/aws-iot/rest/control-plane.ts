import type { Authority } from '../../../certs/authority.ts';
import type { CloudEvent } from '../../../harness/clouds/events.ts';
import type { Account, Arns } from '../arns.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Registry } from '../registry.ts';
import { AwsRefusal, unfitValue } from './aws-refusal.ts';

/** What the operations of AWS IoT's control plane work on. */
export interface ControlPlane {
  readonly registry: Registry;
  readonly jobs: Jobs;
  readonly account: Account;
  readonly arns: Arns;
  /** Issues the certificates that AWS would. */
  readonly authority: () => Promise<Authority>;
  /** The host that devices connect to, without port. */
  readonly address: string;
  /** What was seen of devices up to now. */
  readonly events: () => readonly CloudEvent[];
}

/** AWS's times in JSON: seconds since 1970. */
export const seconds = (date: Date): number => date.getTime() / 1000;

/**
 * The certificate that an ARN speaks of. Throws AwsRefusal ResourceNotFoundException for a thing group or another
 * kind of principal, of which the stand-in has none, InvalidRequestException for anything else.
 */
export const certificateOf = ({ arns, registry }: ControlPlane, arn: string): string => {
  const id = /:cert\/([a-fA-F0-9]{64})$/.exec(arn)?.[1];
  if (id !== undefined && arns('cert', id) === arn) return registry.certificates.require(id).id;
  if (/^arn:aws[\w-]*:iot:[^:]+:\d{12}:thinggroup\/./.test(arn)) {
    throw new AwsRefusal('ResourceNotFoundException', `There is no thing group ${arn}.`);
  }
  throw unfitValue(arn, 'principal', 'be the ARN of a certificate of this account and region');
};
