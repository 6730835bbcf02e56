import type { Script } from '../../../simulators/aws-iot/policy/script.ts';
import type { BenchKit } from '../kits/bench-kit.ts';

/** The names that the lab procedure uses, unless a spec says otherwise. */
export interface LabNames {
  /** As what boards and this host connect. */
  readonly clientId: string;
  /** Where this host sends a message to itself, and boards subscribe. */
  readonly topic: string;
  /** Where boards publish. */
  readonly otherTopic: string;
}

/** Those of AWS's samples, which its console's policy allows; or those of the kit whose device it is, with one topic. */
export const labNames = (kit?: Pick<BenchKit, 'clientId' | 'topic'>): LabNames => ({
  clientId: kit?.clientId ?? 'sdk-java',
  topic: kit?.topic ?? 'sdk/test/java',
  otherTopic: kit?.topic ?? 'sdk/test/Python',
});

/** What the lab procedure does with the policy of its thing. */
export const labScript = (kit?: BenchKit): Script => {
  const { clientId, topic, otherTopic } = labNames(kit);
  return { clientId, subscribes: [topic], publishes: [...new Set([topic, otherTopic])] };
};
