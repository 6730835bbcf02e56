import type { KitFinding } from '../../../certs/kits/check-kit.ts';
import type { ConnectionKit } from '../../../certs/kits/connection-kit.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import {
  accountIn,
  checkPolicy,
  type PolicyCheck,
} from '../../../simulators/aws-iot/policy/check-policy.ts';
import { type Policy, readPolicy } from '../../../simulators/aws-iot/policy/document.ts';
import { DEFAULT_ACCOUNT } from '../../../simulators/aws-iot/stand-in-options.ts';

/** What a kit's own policy says to what the kit's own script does. */
interface KitPolicy {
  /** Undefined where there are not both of them. */
  readonly verdict: PolicyCheck | undefined;
  readonly findings: readonly KitFinding[];
}

/** Whether the policy of a kit allows the sample of its start script to connect, subscribe, receive and publish. */
export const checkKitPolicy = ({ policy, script, certificate }: ConnectionKit): KitPolicy => {
  if (policy === undefined) return { verdict: undefined, findings: [] };
  const { document, findings } = read(policy.file, policy.text);
  const { clientId, topic } = script?.script ?? {};
  if (document === undefined) return { verdict: undefined, findings };
  if (clientId === undefined) {
    const sentence = `What ${policy.file} allows is not known: no start script names a client id.`;
    return {
      verdict: undefined,
      findings: [{ code: 'POLICY_UNCHECKED', severity: 'warning', sentence }],
    };
  }
  const topics = topic === undefined ? [] : [topic];
  const verdict = checkPolicy(
    document,
    { clientId, subscribes: topics, publishes: topics },
    {
      account: accountIn(document) ?? DEFAULT_ACCOUNT,
      ...(certificate && { certificate: certificate.x509, certificateId: certificate.id }),
    },
  );
  const forbidden = verdict.steps.filter(({ refusal }) => refusal !== undefined).length;
  if (forbidden === 0) return { verdict, findings };
  const sentence = `${policy.file} forbids ${forbidden} of the ${verdict.steps.length} steps of the kit's own start script.`;
  return { verdict, findings: [{ code: 'POLICY_FORBIDS', severity: 'error', sentence }] };
};

const read = (
  file: string,
  text: string,
): { document: Policy | undefined; findings: KitFinding[] } => {
  try {
    return { document: readPolicy(file, text), findings: [] };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const { code, message: sentence } = error;
    return { document: undefined, findings: [{ code, severity: 'error', sentence }] };
  }
};
