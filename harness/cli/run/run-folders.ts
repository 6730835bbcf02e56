import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BadInput } from '../../../errors/bench-error.ts';
import { generateReport, type ReportFolders } from '../../../reports/allure/allure-report.ts';
import { lockPorts, PortLocked } from '../../bench/ports/lock.ts';
import { describeHolder } from '../../bench/ports/lock-holder.ts';
import { projectFile } from '../project.ts';
import { reportOrComplaint } from '../report-or-complaint.ts';

const RESULTS = 'reports/allure-results';
const REPORT = 'reports/allure-report';
const HISTORY = 'reports/history';

/**
 * Keeps other runs of this checkout from emptying the folder that this one fills, until it is disposed of. Runs that
 * name a folder of results each may go on side by side.
 * @param own the folder that stands for ours
 * @throws BadInput `RESULTS_LOCKED`
 */
export const claimResults = (
  named: string | undefined,
  own = projectFile('reports'),
): Promise<AsyncDisposable> =>
  lockPorts(named === undefined ? [own] : []).catch((cause: unknown) => {
    if (!(cause instanceof PortLocked)) throw cause;
    const who = describeHolder(cause.holder ?? 'unknown');
    throw new BadInput(
      'RESULTS_LOCKED',
      `${RESULTS} is being filled by another run (${who}); wait for it or end it, or name another folder with --results.`,
      { cause },
    );
  });

/** With the folders above it. Node's own way, with `recursive`, never ends where the system says that there is none: /proc. */
const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || (await exists(dirname(folder)))) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Where Allure's results go. Allure adds files to what a folder holds: ours begins empty, what a person named is never
 * emptied.
 * @throws BadInput `FOLDER_UNUSABLE`
 */
export const resultsFolder = async (named: string | undefined): Promise<string> => {
  if (named === undefined) {
    await rm(projectFile(RESULTS), { recursive: true, force: true });
    return projectFile(RESULTS);
  }
  const folder = resolve(named);
  // Mocha takes its reporter's options in one text with commas.
  const why = folder.includes(',')
    ? 'has a comma in its name'
    : await makeFolder(folder).then(
        () => undefined,
        (error: NodeJS.ErrnoException) => `cannot be used as one (${error.code})`,
      );
  if (why === undefined) return folder;
  throw new BadInput('FOLDER_UNUSABLE', `--results takes a folder, and ${named} ${why}.`);
};

/** Makes the report; gives its path, or says on standard error why there is none. */
export const writeReport = (
  results: string,
  facts: ReportFolders['facts'] = {},
): Promise<string | undefined> =>
  reportOrComplaint(
    generateReport({
      results,
      facts,
      output: projectFile(REPORT),
      history: projectFile(HISTORY),
    }),
  );
