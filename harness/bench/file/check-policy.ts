import { X509Certificate } from 'node:crypto';
import { createAuthority } from '../../../certs/authority.ts';
import { certificateId } from '../../../certs/describe-certificate.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import type { Account } from '../../../simulators/aws-iot/arns.ts';
import {
  accountIn,
  type CheckOptions,
  checkPolicy,
} from '../../../simulators/aws-iot/policy/check-policy.ts';
import type { Policy } from '../../../simulators/aws-iot/policy/document.ts';
import type { Script } from '../../../simulators/aws-iot/policy/script.ts';
import { standInAccount } from '../kits/stand-in-account.ts';
import type { BenchFile } from './bench-file.ts';
import { benchPolicy } from './policy-file.ts';

/** The certificate of the bench's thing, or one such as its things will have; made only for a policy that speaks of it. */
const certificateLike = async ({ kit }: BenchFile): Promise<Partial<CheckOptions>> => {
  if (kit) return { certificate: kit.certificate, certificateId: kit.certificateId };
  const { certificatePem } = await (await createAuthority()).issueDevice();
  const certificate = new X509Certificate(certificatePem);
  return { certificate, certificateId: certificateId(certificate.raw) };
};

/** At AWS that of which the policy speaks; whether it is the right one is for AWS to say. */
const accountOf = (file: BenchFile, policy: Policy): Account =>
  (file.cloud.kind === 'aws' ? accountIn(policy) : undefined) ?? standInAccount(file);

const nameOf = ({ cloud, kit }: BenchFile, { name }: Policy): string =>
  (cloud.kind === 'mosquitto' ? undefined : cloud.policy) ??
  (kit ? `${name} of ${kit.label}` : name);

/**
 * Asks the policy that a bench file names, if it names one, whether boards may do what a script says. A policy that
 * looks at addresses is not asked: from where a board calls shows when it calls.
 * @throws BadInput `POLICY_FORBIDS`, and what `readPolicyFile` throws
 */
export const checkBenchPolicy = async (file: BenchFile, script: Script): Promise<void> => {
  const found = await benchPolicy(file);
  if (!found) return;
  const { document, policy } = found;
  const text = JSON.stringify(document);
  if (text.includes('aws:SourceIp')) return;
  const { steps, missing } = checkPolicy(policy, script, {
    account: accountOf(file, policy),
    ...(text.includes('iot:Certificate') ? await certificateLike(file) : {}),
  });
  const forbidden = steps.flatMap(({ step, refusal }) =>
    refusal ? [`It does not let boards ${step.does}: ${refusal.detail} ${step.ifForbidden}`] : [],
  );
  if (forbidden.length === 0) return;
  const offer = missing.length === 0 ? [] : [`Add ${JSON.stringify(missing)} to its statements.`];
  const told = [
    `The policy ${nameOf(file, policy)} forbids what this run does.`,
    ...forbidden,
    ...offer,
  ];
  throw new BadInput('POLICY_FORBIDS', told.join(' '));
};
