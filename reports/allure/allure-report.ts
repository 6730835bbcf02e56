import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CATEGORIES } from './allure-categories.ts';
import { environmentsSource, type Facts, releasesIn } from './allure-environments.ts';
import { ReportNotWritten } from './report-not-written.ts';
import { foreignHosts, withoutForeignHosts } from './report-page.ts';

export interface ReportFolders {
  /** Allure results of one run (several processes may have written into it). */
  readonly results: string;
  /** Gets `index.html`. A report that is there already is replaced. */
  readonly output: string;
  /** Keeps one line a run, so that the next report shows trends; left out: no history. */
  readonly history?: string;
  readonly name?: string;
  /** What is true of one release alone, by its name. */
  readonly facts?: Readonly<Record<string, Facts>>;
  /** False: releases are not shown side by side, as the results are not of the same tests. */
  readonly isByRelease?: boolean;
  readonly withinMs?: number;
}

/** Labels that are the same for every test here, or that only say where the tests ran. */
const NOISE = ['language', 'framework', 'host', 'thread', 'package'];

/** The figures of this many runs are kept. */
const RUNS_KEPT = 200;

const run = promisify(execFile);

/** `allure` has no programmatic interface in its exports; its main file is its command line. */
const allureCommand = (): string => createRequire(import.meta.url).resolve('allure');

const configuration = (folders: ReportFolders, output: string): object => ({
  name: folders.name ?? 'ESP-AT bench',
  output,
  categories: { rules: CATEGORIES },
  hideLabels: NOISE,
  ...(folders.history === undefined
    ? {}
    : { historyPath: resolve(folders.history, 'history.jsonl'), historyLimit: RUNS_KEPT }),
  plugins: {
    // A browser does not let a page from file:// fetch its data files: all in one file opens by a double click.
    awesome: {
      options: {
        singleFile: true,
        reportLanguage: 'en',
        stepTreeExpansion: 'expanded',
        groupBy: ['parentSuite', 'suite', 'subSuite'],
      },
    },
  },
});

/** What decides the outcome is in the configuration, not in variables of whoever calls (`ALLURE_TOKEN` uploads). */
const quietEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:ALLURE_|NODE_OPTIONS$)/.test(name)),
  );

const callAllure = async (folders: ReportFolders, work: string): Promise<void> => {
  const config = join(work, 'allurerc.mjs');
  const settings = JSON.stringify(configuration(folders, join(work, 'report')));
  const { results, facts = {}, isByRelease = true, withinMs = 120_000 } = folders;
  const environments = environmentsSource(isByRelease ? await releasesIn(results) : [], facts);
  await writeFile(config, `export default { ...${settings}, environments: ${environments} };\n`);
  const parameters = [allureCommand(), 'generate', resolve(results), '--config', config];
  await run(process.execPath, parameters, {
    cwd: work,
    env: quietEnvironment(),
    timeout: withinMs,
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: Error & { stderr?: string }) => {
    const said = error.stderr?.trim().split('\n', 1)[0];
    throw new ReportNotWritten(
      `allure should have written a report within ${withinMs / 1000} s; it said: ${said || error.message}. The results are kept in ${results}`,
      { cause: error },
    );
  });
};

const cleanPages = async (report: string): Promise<void> => {
  const files = await readdir(report, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const path = join(report, file);
    const page = withoutForeignHosts(await readFile(path, 'utf8'));
    const [host] = foreignHosts(page);
    if (host !== undefined) {
      throw new ReportNotWritten(
        `the report should load from nowhere, but ${file} loads from ${host}; update reports/allure/report-page.ts for this release of allure`,
      );
    }
    await writeFile(path, page);
  }
};

const replace = async (output: string, report: string): Promise<void> => {
  const there: string[] = await readdir(output).catch(() => []);
  if (there.length > 0 && !there.includes('index.html')) {
    throw new ReportNotWritten(
      `${output} should be empty or hold an older report, but holds ${there[0]}; give another folder for the report`,
    );
  }
  await rm(output, { recursive: true, force: true });
  await mkdir(dirname(resolve(output)), { recursive: true });
  // Temporary folders are often on another file system, which a rename cannot leave.
  await rename(report, output).catch(() => cp(report, output, { recursive: true }));
};

/**
 * Makes the report out of a run's results: one file that opens without a server, a network or Java, and loads nothing
 * from anywhere. Returns its path.
 * @throws ReportNotWritten; an older report is left as it was then
 */
export const generateReport = async (folders: ReportFolders): Promise<string> => {
  const results = await readdir(folders.results).catch(() => []);
  if (!results.some((file) => file.endsWith('-result.json'))) {
    throw new ReportNotWritten(
      `${folders.results} should hold the results of a run, but has none; run some specs first`,
    );
  }
  const work = await mkdtemp(join(tmpdir(), `${basename(folders.output)}-`));
  try {
    if (folders.history !== undefined) await mkdir(folders.history, { recursive: true });
    await callAllure(folders, work);
    await cleanPages(join(work, 'report'));
    await replace(folders.output, join(work, 'report'));
    return resolve(folders.output, 'index.html');
  } catch (error) {
    if (error instanceof ReportNotWritten) throw error;
    throw new ReportNotWritten(`the report could not be written to ${folders.output}: ${error}`, {
      cause: error,
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
