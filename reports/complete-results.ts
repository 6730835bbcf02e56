import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter';
import type { Facts } from './allure-environments.ts';
import type { ReleaseSummary } from './matrix.ts';

/** Splits what runs say of themselves into what all of them say, and what is left of each. */
const splitFacts = (runs: readonly Facts[]): { shared: Facts; own: Facts[] } => {
  const [first = {}, ...others] = runs;
  const isShared = ([name, value]: [string, string]): boolean =>
    others.every((facts) => facts[name] === value);
  return {
    shared: Object.fromEntries(Object.entries(first).filter(isShared)),
    own: runs.map((facts) =>
      Object.fromEntries(
        Object.entries(facts).filter(
          ([name, value]) => first[name] !== value || !isShared([name, value]),
        ),
      ),
    ),
  };
};

/**
 * Adds to the results of several releases what none of their processes could write: what is true of all of them (each
 * wrote its own facts over the others'), and that a process did not come to its end. Gives the facts of each release
 * alone.
 */
export const completeResults = async (
  folder: string,
  runs: readonly ReleaseSummary[],
): Promise<Record<string, Facts>> => {
  const told = runs.filter(({ environment }) => Object.keys(environment).length > 0);
  const { shared, own } = splitFacts(told.map(({ environment }) => environment));
  await mkdir(folder, { recursive: true });
  const writer = new FileSystemWriter({ resultsDir: folder });
  if (told.length > 0) writer.writeEnvironmentInfo({ ...shared });
  const errors = runs.flatMap(({ release, cutOff }) =>
    cutOff === undefined
      ? []
      : [{ message: `${release} is incomplete: ${cutOff}`, timestamp: Date.now() }],
  );
  if (errors.length > 0) {
    writer.writeGlobals(`${randomUUID()}-globals.json`, { attachments: [], errors });
  }
  return Object.fromEntries(told.map(({ release }, at) => [release, own[at] ?? {}]));
};
