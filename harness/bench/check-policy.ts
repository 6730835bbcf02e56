import { X509Certificate } from 'node:crypto';
import { createAuthority } from '../../certs/authority.ts';
import { certificateId } from '../../certs/describe-certificate.ts';
import { BadInput } from '../../errors/bench-error.ts';
import {
  accountIn,
  type CheckOptions,
  checkPolicy,
} from '../../simulators/aws-iot/policy/check-policy.ts';
import type { Script } from '../../simulators/aws-iot/policy/script.ts';
import { DEFAULT_ACCOUNT } from '../../simulators/aws-iot/stand-in-options.ts';
import type { BenchFile } from './bench-file.ts';
import { readPolicyFile } from './policy-file.ts';

/** A certificate such as the bench's things will have; made only for a policy that speaks of it. */
const certificateLike = async (): Promise<Partial<CheckOptions>> => {
  const { certificatePem } = await (await createAuthority()).issueDevice();
  const certificate = new X509Certificate(certificatePem);
  return { certificate, certificateId: certificateId(certificate.raw) };
};

/**
 * Asks the policy that a bench file names, if it names one, whether boards may do what a script says. A policy that
 * looks at addresses is not asked: from where a board calls shows when it calls.
 * @throws BadInput `POLICY_FORBIDS`, and what `readPolicyFile` throws
 */
export const checkBenchPolicy = async ({ cloud }: BenchFile, script: Script): Promise<void> => {
  if (cloud.kind === 'mosquitto' || cloud.policy === undefined) return;
  const { document, policy } = await readPolicyFile(cloud.policy);
  const text = JSON.stringify(document);
  if (text.includes('aws:SourceIp')) return;
  const { steps, missing } = checkPolicy(policy, script, {
    account: (cloud.kind === 'aws' ? accountIn(policy) : undefined) ?? DEFAULT_ACCOUNT,
    ...(text.includes('iot:Certificate') ? await certificateLike() : {}),
  });
  const forbidden = steps.flatMap(({ step, refusal }) =>
    refusal ? [`It does not let boards ${step.does}: ${refusal.detail} ${step.ifForbidden}`] : [],
  );
  if (forbidden.length === 0) return;
  const offer = missing.length === 0 ? [] : [`Add ${JSON.stringify(missing)} to its statements.`];
  const told = [`The policy ${cloud.policy} forbids what this run does.`, ...forbidden, ...offer];
  throw new BadInput('POLICY_FORBIDS', told.join(' '));
};
