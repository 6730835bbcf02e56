import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BadInput } from '../../../errors/bench-error.ts';
import { type Policy, readPolicy } from '../../../simulators/aws-iot/policy/document.ts';
import type { BenchFile } from './bench-file.ts';

/** A policy as a file has it, and as it was understood. */
export interface PolicyFile {
  readonly document: object;
  readonly policy: Policy;
}

/**
 * Reads a policy document. Sentences call the policy by the name of the file.
 * @throws BadInput `POLICY_UNREADABLE`, `POLICY_MALFORMED`
 */
export const readPolicyFile = async (path: string): Promise<PolicyFile> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BadInput('POLICY_UNREADABLE', `The policy ${path} cannot be read (${cause.code}).`, {
      cause,
    });
  });
  const { statements } = readPolicy(path, text);
  return { document: JSON.parse(text), policy: { name: basename(path), statements } };
};

/** The policy of a bench's things: the one that its file names, or that of its kit; undefined where neither has one. */
export const benchPolicy = async ({ cloud, kit }: BenchFile): Promise<PolicyFile | undefined> => {
  if (cloud.kind === 'mosquitto') return undefined;
  return cloud.policy === undefined ? kit?.policy : readPolicyFile(cloud.policy);
};
