import { type Account, arnsOf } from '../arns.ts';
import type { Policy } from './document.ts';
import type { Request } from './evaluate.ts';
import { type PolicyRefusal, refusalOf } from './refusal.ts';
import { type Script, type Step, stepsOf } from './script.ts';
import { type Speaker, variablesOf } from './variables.ts';

/** What is known of the device that will run a script; what is left out has no value for the policy's variables. */
export interface CheckOptions extends Partial<Omit<Speaker, 'clientId' | 'connect'>> {
  readonly account: Account;
}

/** A step and what the policy says to it. */
interface CheckedStep {
  readonly step: Step;
  /** Undefined where it is allowed. */
  readonly refusal: PolicyRefusal | undefined;
}

/** What a policy says to a script. */
export interface PolicyCheck {
  readonly steps: readonly CheckedStep[];
  /** Statements that would allow what nothing allows, to be added to the document. Against a Deny they are no help. */
  readonly missing: readonly AllowStatement[];
}

interface AllowStatement {
  readonly Effect: 'Allow';
  readonly Action: string;
  readonly Resource: readonly string[];
}

/** Says before a device is touched which steps of a script its policy forbids, and what would allow them. */
export const checkPolicy = (
  policy: Policy,
  script: Script,
  { account, things = [], ...speaker }: CheckOptions,
): PolicyCheck => {
  const arns = arnsOf(account);
  const { clientId, isPersistent = false, lastWill } = script;
  const always = { clientId, things, ...speaker };
  const connect = { isPersistent, lastWill: lastWill && arns('topic', lastWill.topic) };
  const steps = stepsOf(script, arns).map((step) => {
    const isConnect = step.action === 'iot:Connect';
    const variables = variablesOf({ ...always, ...(isConnect ? { connect } : {}) });
    return { step, refusal: refusalOf([policy], step, variables) };
  });
  const notAllowed = steps.filter(({ refusal }) => refusal?.cause === 'POLICY_DOES_NOT_ALLOW');
  return { steps, missing: allowing(notAllowed.map(({ step }) => step)) };
};

/** One statement for each action. */
const allowing = (requests: readonly Request[]): AllowStatement[] => {
  const byAction = new Map<string, Set<string>>();
  for (const { action, resource } of requests) {
    const resources = byAction.get(action) ?? new Set();
    byAction.set(action, resources.add(asText(resource)));
  }
  return [...byAction].map(([Action, resources]) => ({
    Effect: 'Allow',
    Action,
    Resource: [...resources],
  }));
};

/** A policy would take these characters of a name for its own. */
const asText = (resource: string): string =>
  resource.replaceAll(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);

const OF_AN_ACCOUNT = /^arn:aws[\w-]*:iot:(?<region>[\w-]+):(?<account>\d{12}):/;

/** The account that a policy speaks of: that of the first resource that names one. */
export const accountIn = ({ statements }: Policy): Account | undefined => {
  for (const resource of statements.flatMap(({ Resource }) => Resource)) {
    const { region, account } = OF_AN_ACCOUNT.exec(resource)?.groups ?? {};
    if (region !== undefined && account !== undefined) return { region, account };
  }
  return undefined;
};
