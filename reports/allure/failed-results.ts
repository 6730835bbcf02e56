import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BadInput } from '../../errors/bench-error.ts';
import { EVIDENCE } from './allure-journal.ts';

/** A test that failed, as a folder of results has it. */
export interface FailedResult {
  /** The suites around it and its own title. */
  readonly title: string;
  /** The file with its evidence, and what is in it; null where none was kept. */
  readonly evidence: { readonly file: string; readonly json: string } | null;
}

const result = z.object({
  fullName: z.string().optional(),
  name: z.string().optional(),
  status: z.string().optional(),
  start: z.number().default(0),
  attachments: z.array(z.object({ name: z.string(), source: z.string() })).default([]),
});

const ENDING = '-result.json';
const FAILED = ['failed', 'broken'];
/** `esp-at-bench:specs/procedure/onto-aws-iot.spec.ts: ` */
const PLACE = /^[^ ]*: /;

const noRun = (folder: string, why: string): BadInput =>
  new BadInput(
    'NO_RUN',
    `${folder} holds no finished run: ${why}; name the folder with its results, reports/allure-results or what --results took.`,
  );

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is a file',
};

const namesIn = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw noRun(folder, UNREADABLE[error.code ?? ''] ?? `it cannot be read (${error.code})`);
  });
  const results = names.filter((name) => name.endsWith(ENDING));
  if (results.length === 0) throw noRun(folder, `no file in it ends in ${ENDING}`);
  return results;
};

const readResult = async (file: string): Promise<z.output<typeof result>> => {
  try {
    return result.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new BadInput(
      'RESULT_DAMAGED',
      `${file} should be a result of Allure, and cannot be read as one.`,
      {
        cause,
      },
    );
  }
};

/**
 * The failed tests of a finished run in the order in which they were run, one for each attempt.
 * @throws BadInput `NO_RUN`, `RESULT_DAMAGED`, `EVIDENCE_MISSING`
 */
export const failedResults = async (folder: string): Promise<readonly FailedResult[]> => {
  const names = await namesIn(folder);
  const all = await Promise.all(names.map((name) => readResult(join(folder, name))));
  const failed = all
    .filter(({ status }) => FAILED.includes(status ?? ''))
    .sort((a, b) => a.start - b.start);
  return Promise.all(
    failed.map(async ({ fullName = '', name = '', attachments }) => {
      const title = fullName.replace(PLACE, '').replaceAll(' > ', ' › ') || name;
      const kept = attachments.find((each) => each.name === EVIDENCE);
      if (!kept) return { title, evidence: null };
      const file = join(folder, kept.source);
      const json = await readFile(file, 'utf8').catch((cause: unknown) => {
        throw new BadInput(
          'EVIDENCE_MISSING',
          `${file}, the evidence of "${title}", is not there.`,
          {
            cause,
          },
        );
      });
      return { title, evidence: { file, json } };
    }),
  );
};
