import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRunRecord } from '../../../reports/run-record.ts';
import { sideBySide } from '../../../reports/side-by-side.ts';
import { type Summary, summarize } from '../../../reports/summary.ts';
import { projectFile } from '../project.ts';
import { startCommand } from '../running-command.ts';
import { startSpecs } from './run-specs.ts';

const RUN_MS = 120_000;
const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** A spec that says its name, and one that waits for what never comes. */
const specOf = (name: string): string => `
import { useBench } from '${projectFile('harness/bench/use-bench.ts')}';
describe('${name}', () => {
  const bench = useBench({ area: 'shell' });
  it('asks the board', async () => {
    if ('${name}' !== 'hangs') return;
    await bench.journal.step('wait for rain', {}, () => {
      process.stderr.write('no rain yet\\n');
      return new Promise(() => undefined);
    });
  });
  it('comes behind it', () => {});
});
`;

describe('A run with a seed', function () {
  this.timeout(2 * RUN_MS);
  let folder: string;

  before('write specs', async () => {
    folder = await mkdtemp(join(tmpdir(), 'seeded-run-'));
    for (const name of [...NAMES, 'hangs']) {
      await writeFile(join(folder, `${name}.spec.ts`), specOf(name));
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  sideBySide(this);

  const run = async (names: readonly string[], ...more: readonly string[]) => {
    const specs = names.map((name) => join(folder, `${name}.spec.ts`));
    const results = ['--no-report', '--results', join(folder, 'results')];
    await using running = startCommand(['run', ...results, '--json', ...more, ...specs], {
      withinMs: RUN_MS,
    });
    const { code, stdout, stderr } = await running.ended;
    const summary: Summary = JSON.parse(stdout);
    const order = [...new Set(summary.tests.map(({ suites }) => suites[0]))].join('');
    return { code, stderr, summary, order };
  };

  it('has its files in the order of that seed, however they were named, and says which seed it was', async () => {
    const [one, other] = await Promise.all([
      run(NAMES, '--shuffle', '--seed', '42'),
      run([...NAMES].reverse(), '--shuffle', '--seed', '42'),
    ]);

    expect(one.code).to.equal(0);
    expect(one.order).to.equal(other.order).and.not.to.equal(NAMES.join(''));
    expect(one.summary.environment).to.include({ seed: '42', order: 'shuffled' });
  });

  it('is ended at its deadline, however far it has come', async () => {
    const { code, stderr, summary } = await run(['hangs', 'a'], '--deadline', '0.02');

    expect(code).to.equal(1);
    expect(stderr).to.include('not done within 1.2 seconds');
    expect(summary.verdict).not.to.equal('passed');
    expect(summary.tests.filter(({ state }) => state === 'passed')).to.deep.equal([]);
  });

  it('tells at its deadline what it was waiting for', async () => {
    const record = join(folder, 'deadline.jsonl');
    const options = `record=${record},resultsDir=${join(folder, 'results')}`;
    const specs = ['hangs', 'a'].map((name) => join(folder, `${name}.spec.ts`));
    const running = startSpecs(
      {
        parameters: ['--reporter-option', options, ...specs],
        bench: undefined,
        release: undefined,
        planted: {},
      },
      {
        heard: () => undefined,
        complained: (line) => {
          if (line === 'no rain yet') running.endOutOfTime('6 seconds');
        },
      },
    );

    const { exitCode } = await running.ended;

    expect(exitCode).not.to.equal(0);
    const [hung, ...others] = summarize(readRunRecord(record)).tests;
    expect(hung).to.include({ state: 'failed', colour: 'harness', code: 'RUN_OUT_OF_TIME' });
    expect(hung?.message).to.include('waiting in asks the board › wait for rain');
    expect(new Set(others.map(({ state }) => state))).to.deep.equal(new Set(['skipped']));
  });
});
