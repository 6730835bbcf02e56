import { BadInput } from '../../../errors/bench-error.ts';
import { filterFault, topicFault } from '../../../simulators/aws-iot/mqtt/topics.ts';
import { AWS_LIMITS } from '../../../simulators/aws-iot/options.ts';
import type { Script } from '../../../simulators/aws-iot/policy/script.ts';
import type { Refusal } from '../../clouds/events.ts';

/** What the flags of `policy check` say of a device. */
export interface ScriptFlags {
  readonly clientId: string;
  readonly publish: readonly string[];
  readonly retain: readonly string[];
  readonly subscribe: readonly string[];
  readonly receive: readonly string[];
  readonly will?: string;
  readonly retainWill?: boolean;
  readonly persistent?: boolean;
}

/**
 * The script that flags describe. Throws BadInput BAD_FLAG, also for names that AWS takes from nobody: a policy that
 * allows everything does not allow them.
 */
export const scriptOf = (flags: ScriptFlags): Script => {
  const { clientId, publish, retain, subscribe, receive, will, retainWill, persistent } = flags;
  if (retainWill && will === undefined) {
    throw new BadInput('BAD_FLAG', '--retain-will is about a last will: name its topic by --will.');
  }
  requireClientId(clientId);
  requireEach('--publish', publish, topicFault);
  requireEach('--retain', retain, topicFault);
  requireEach('--will', will === undefined ? [] : [will], topicFault);
  requireEach('--subscribe', subscribe, filterFault);
  requireEach('--receive', receive, filterFault);
  return {
    clientId,
    publishes: publish,
    retains: retain,
    subscribes: subscribe,
    receives: receive,
    lastWill: will === undefined ? undefined : { topic: will, retain: retainWill ?? false },
    isPersistent: persistent ?? false,
  };
};

const requireClientId = (clientId: string): void => {
  const { maxClientIdBytes } = AWS_LIMITS;
  if (/^[^$]/.test(clientId) && Buffer.byteLength(clientId) <= maxClientIdBytes) return;
  throw new BadInput(
    'BAD_FLAG',
    `--client-id takes 1 to ${maxClientIdBytes} bytes that do not begin with $, not "${clientId}".`,
  );
};

const requireEach = (
  flag: string,
  names: readonly string[],
  faultOf: (name: string, limits: typeof AWS_LIMITS) => Refusal | undefined,
): void => {
  for (const name of names) {
    const fault = faultOf(name, AWS_LIMITS);
    if (fault)
      throw new BadInput('BAD_FLAG', `AWS takes this ${flag} from no device: ${fault.detail}`);
  }
};
