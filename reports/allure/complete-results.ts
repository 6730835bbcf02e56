import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter';
import type { Matrix } from '../tables/matrix.ts';
import { matrixTable } from '../tables/matrix-table.ts';
import type { Facts } from './allure-environments.ts';

/** A page of the report shows lines so long. */
const REPORT_WIDTH = 120;

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

/** Allure's name of the kind of file that holds what belongs to no test. */
const globalsFile = (): string => `${randomUUID()}-globals.json`;

const writeShared = async (
  folder: string,
  matrix: Matrix,
  shared: Facts | undefined,
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const writer = new FileSystemWriter({ resultsDir: folder });
  if (shared) writer.writeEnvironmentInfo({ ...shared });
  const timestamp = Date.now();
  const source = `${randomUUID()}-attachment.txt`;
  writer.writeAttachment(source, Buffer.from(matrixTable(matrix, { width: REPORT_WIDTH })));
  const table = { name: 'The releases side by side', type: 'text/plain', source, timestamp };
  const errors = matrix.releases.flatMap(({ release, cutOff }) =>
    cutOff === undefined ? [] : [{ message: `${release} is incomplete: ${cutOff}`, timestamp }],
  );
  writer.writeGlobals(globalsFile(), { attachments: [table], errors });
};

/**
 * Adds to the results of several releases what none of their processes could write: what is true of all of them (each
 * wrote its own facts over the others'), their table, and which of them did not come to their end. Gives the facts of
 * each release alone.
 * @param complain told why it could not: a report that lacks something never turns a green run red
 */
export const completeResults = async (
  folder: string,
  matrix: Matrix,
  complain: (sentence: string) => void,
): Promise<Record<string, Facts>> => {
  const told = matrix.releases.filter(({ environment }) => Object.keys(environment).length > 0);
  const { shared, own } = splitFacts(told.map(({ environment }) => environment));
  try {
    await writeShared(folder, matrix, told.length > 0 ? shared : undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    complain(`the report lacks the table of the releases, which could not be written: ${why}`);
  }
  return Object.fromEntries(told.map(({ release }, at) => [release, own[at] ?? {}]));
};
