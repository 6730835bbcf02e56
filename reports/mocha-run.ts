import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestResult, TestResultContainer } from 'allure-js-commons';
import { type RecordLine, readRunRecord } from './run-record.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');

/** What a Mocha run of its own process left behind. */
export interface MochaRun extends AsyncDisposable {
  readonly results: string;
  readonly exitCode: number;
  readonly terminal: string;
  readonly record: readonly RecordLine[];
  /** A test that was tried again has a result for each attempt. */
  readonly attempts: readonly TestResult[];
  readonly tests: ReadonlyMap<string, TestResult>;
  readonly containers: readonly TestResultContainer[];
  attachment(source: string): Promise<string>;
}

const jsonFiles = async <T>(folder: string, ending: string): Promise<T[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending));
  const texts = names.map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(texts)).map((text) => JSON.parse(text) as T);
};

const IMPORTS = `
import { expect } from '${createRequire(import.meta.url).resolve('chai')}';
import * as allure from '${createRequire(import.meta.url).resolve('allure-js-commons')}';
import { BadInput } from '${here('../errors/bench-error.ts')}';
import { about, markArea } from '${here('area.ts')}';
import { allureJournal, describeTest } from '${here('allure/allure-journal.ts')}';
import { tellJudgement } from '${here('tables/judged-case.ts')}';
import { skipBecause } from '${here('skip.ts')}';
import { describeEnvironment, markEveryTest, onTestEnd, runRedactor } from '${here('stage.ts')}';
const journal = allureJournal();
const turns = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

/** Runs this spec file with the reporter of this folder, as `npm start` does it: really, in a process of its own. */
export const runMocha = async (spec: string, ...parameters: string[]): Promise<MochaRun> => {
  const folder = await mkdtemp(join(tmpdir(), 'mocha-run-'));
  const file = join(folder, 'fixture.spec.ts');
  await writeFile(file, IMPORTS + spec);
  const results = join(folder, 'results');
  await mkdir(results);
  const record = join(folder, 'run.jsonl');
  const options = `resultsDir=${results},record=${record},extraReporters=spec`;
  const [exitCode, terminal] = await new Promise<[number, string]>((resolve) => {
    execFile(
      process.execPath,
      [
        mocha,
        '--no-config',
        ...['--require', 'tsx', '--extension', 'ts', '--fail-hook-affected-tests'],
        ...['--reporter', here('allure/allure-reporter.ts'), '--reporter-option', options],
        ...parameters,
        file,
      ],
      { cwd: here('..'), timeout: 20_000 },
      (error, stdout, stderr) => resolve([error ? Number(error.code ?? -1) : 0, stdout + stderr]),
    );
  });
  await readdir(results).catch(() => {
    throw new Error(`the run should have left results, but said:\n${terminal}`);
  });
  const tests = await jsonFiles<TestResult>(results, '-result.json');
  return {
    results,
    exitCode,
    terminal,
    record: readRunRecord(record),
    attempts: tests,
    tests: new Map(tests.map((test) => [test.name ?? '', test])),
    containers: await jsonFiles(results, '-container.json'),
    attachment: (source) => readFile(join(results, source), 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};
