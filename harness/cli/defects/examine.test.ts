import { join } from 'node:path';
import { expect } from 'chai';
import type { Area } from '../../../errors/area.ts';
import type { TestRecord } from '../../../reports/run-record.ts';
import { projectFile } from '../project.ts';
import { examine, type Means, type Suspect } from './examine.ts';
import { type Findings, findingsJson, findingsTable } from './findings-table.ts';
import { soundness, type Unsound } from './soundness.ts';
import { specFile } from './spec-list.ts';
import type { Trial } from './trial.ts';

const SUSPECT: Suspect = {
  defect: 'bad',
  area: 'tls',
  suffering: 'It is bad.',
  releases: ['2.2.0.0', '3.4.0.0'],
};

type State = TestRecord['state'] | 'hangs';

/** Spec files as they would be, and what becomes of their one test: without the defect, and with it on each release. */
interface Bench {
  readonly specs: Readonly<
    Record<string, { area: Area; healthy?: State; sick: readonly [on22: State, on34: State] }>
  >;
}

const recordOf = (
  file: string,
  area: Area,
  state: TestRecord['state'],
  id: number,
): TestRecord => ({
  type: 'test',
  id,
  title: 'works',
  suites: [file],
  file,
  state,
  durationMs: 1,
  retries: 0,
  area,
});

/** A bench without boards. */
const benchOf = ({ specs }: Bench) => {
  const trials: string[] = [];
  const run: Means['run'] = async ({ specs: paths, release, planted, isEnough }: Trial) => {
    const files = paths.map((path) => path.slice(projectFile('.').length));
    const isSick = planted.defect !== undefined;
    trials.push(`${isSick ? 'sick' : 'healthy'} ${release}: ${files.join(' ')}`);
    const tests: TestRecord[] = [];
    for (const [id, file] of files.entries()) {
      const { area, healthy = 'passed', sick } = specs[file] as Bench['specs'][string];
      const state = isSick ? sick[release === '2.2.0.0' ? 0 : 1] : healthy;
      if (state === 'hangs') return { tests, found: undefined, cutOff: 'it took too long' };
      const test = recordOf(file, area, state, id);
      tests.push(test);
      if (isEnough(test)) return { tests, found: test, cutOff: undefined };
    }
    return { tests, found: undefined, cutOff: undefined };
  };
  const unsound: Unsound[] = [];
  const files = Object.entries(specs).map(([file, { area }]) =>
    specFile(join(projectFile('.'), file), `useBench({ area: '${area}' })`),
  );
  const means: Means = { specs: files, run, isSound: soundness({ run, specs: files }, unsound) };
  return { means, trials, unsound };
};

describe('Who notices a defect', () => {
  it('is the first spec of its area that fails, on the first release', async () => {
    const { means, trials } = benchOf({
      specs: {
        'a.spec.ts': { area: 'tls', sick: ['passed', 'passed'] },
        'b.spec.ts': { area: 'tls', sick: ['failed', 'failed'] },
        'c.spec.ts': { area: 'mqtt', sick: ['failed', 'failed'] },
      },
    });

    const { verdict, by } = await examine(SUSPECT, means);

    expect(verdict).to.equal('caught');
    expect(by).to.include({ release: '2.2.0.0', file: 'b.spec.ts', area: 'tls' });
    expect(trials).to.deep.equal([
      'sick 2.2.0.0: a.spec.ts b.spec.ts',
      'healthy 2.2.0.0: b.spec.ts a.spec.ts c.spec.ts',
    ]);
  });

  it('is one on the next release where none fails on the first', async () => {
    const { means } = benchOf({
      specs: { 'a.spec.ts': { area: 'tls', sick: ['skipped', 'failed'] } },
    });

    const { verdict, by } = await examine(SUSPECT, means);

    expect([verdict, by?.release]).to.deep.equal(['caught', '3.4.0.0']);
  });

  it('is not a test that fails without the defect as well', async () => {
    const { means, unsound } = benchOf({
      specs: {
        'a.spec.ts': { area: 'tls', healthy: 'failed', sick: ['failed', 'failed'] },
        'b.spec.ts': { area: 'tls', sick: ['failed', 'failed'] },
      },
    });

    const { by } = await examine(SUSPECT, means);

    expect(by?.file).to.equal('b.spec.ts');
    expect(unsound).to.deep.equal([
      { release: '2.2.0.0', file: 'a.spec.ts', test: 'a.spec.ts works' },
    ]);
  });

  it('is told, and not enough, where specs of other areas alone fail', async () => {
    const { means } = benchOf({
      specs: {
        'a.spec.ts': { area: 'tls', sick: ['passed', 'passed'] },
        'c.spec.ts': { area: 'mqtt', sick: ['passed', 'failed'] },
      },
    });

    const { verdict, by } = await examine(SUSPECT, means);

    expect([verdict, by?.area]).to.deep.equal(['caught under another area', 'mqtt']);
  });

  it('is nobody where all pass, and not known where they do not come to their end', async () => {
    const blind = benchOf({
      specs: { 'a.spec.ts': { area: 'tls', sick: ['passed', 'passed'] } },
    });
    const stuck = benchOf({
      specs: { 'a.spec.ts': { area: 'tls', sick: ['hangs', 'hangs'] } },
    });

    const findings = [await examine(SUSPECT, blind.means), await examine(SUSPECT, stuck.means)];

    expect(findings.map(({ verdict }) => verdict)).to.deep.equal(['missed', 'unfinished']);
    const all: Findings = { findings, unsound: [], durationMs: 1_000 };
    expect(findingsTable(all).split('\n')).to.deep.equal([
      'tls',
      '  MISSED      bad  no spec fails; one is missing',
      '  UNFINISHED  bad  no spec failed until the end: it took too long',
      '',
      '0 of 2 defects caught in the right area, 1 missed, 1 unfinished, in 1.00 s',
      '',
    ]);
    expect(findingsJson(all)).to.include({ caught: 0, durationMs: 1_000 });
  });
});
