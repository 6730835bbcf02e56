import { expect } from 'chai';
import type { Summary } from '../summary.ts';
import { combine, releaseSummary } from './matrix.ts';
import { madeUpSummary, madeUpTest } from './matrix-samples.ts';

const END = { exitCode: 0, signal: null, stoppedBy: undefined } as const;

const passed = madeUpSummary([madeUpTest(0, 'passed'), madeUpTest(1, 'skipped')]);
const failed = madeUpSummary([madeUpTest(0, 'failed'), madeUpTest(1, 'passed', { retries: 1 })]);
const nothing = madeUpSummary([madeUpTest(0, 'skipped')]);
const cut = madeUpSummary([madeUpTest(0, 'passed')], { planned: 3, ended: false });

describe('The run on one release', () => {
  it('is what its summary says when its process came to its end', () => {
    expect(releaseSummary('2.2.0.0', passed, END)).to.deep.equal({ release: '2.2.0.0', ...passed });
    expect(releaseSummary('2.2.0.0', failed, { ...END, exitCode: 1 })).not.to.have.property(
      'cutOff',
    );
  });

  const CUT_OFF: readonly [string, Summary, Parameters<typeof releaseSummary>[2], RegExp][] = [
    ['killed', cut, { ...END, exitCode: null, signal: 'SIGKILL' }, /ended by SIGKILL/],
    ['ended with a code, all tests passed', passed, { ...END, exitCode: 7 }, /exit code 7/],
    ['stopped', cut, { ...END, stoppedBy: 'SIGINT' }, /stopped by SIGINT/],
    ['never begun', madeUpSummary([], { ended: false }), undefined, /not begun/],
  ];
  for (const [what, summary, end, why] of CUT_OFF) {
    it(`is incomplete when its process was ${what}`, () => {
      const run = releaseSummary('3.4.0.0', summary, end);

      expect(run.verdict).to.equal('incomplete');
      expect(run.cutOff).to.match(why);
    });
  }

  it('stays failed when its process was killed after a failure', () => {
    const run = releaseSummary('3.4.0.0', failed, { ...END, exitCode: null, signal: 'SIGSEGV' });

    expect(run).to.include({ verdict: 'failed', cutOff: 'its process was ended by SIGSEGV' });
  });
});

describe('A matrix', () => {
  const verdictOf = (...summaries: readonly Summary[]): string =>
    combine(
      summaries.map((summary, at) => ({ release: `${at}`, ...summary })),
      10,
    ).verdict;

  it('passes only if every release passed and executed something', () => {
    expect(verdictOf(passed, passed)).to.equal('passed');
    expect(verdictOf(passed, nothing)).to.equal('nothing executed');
    expect(verdictOf(passed, cut, nothing)).to.equal('incomplete');
    expect(verdictOf(cut, failed, passed)).to.equal('failed');
    expect(verdictOf()).to.equal('nothing executed');
  });

  it('adds the figures up, and tells the time that passed', () => {
    const runs = [passed, failed, cut].map((summary, at) => ({ release: `${at}`, ...summary }));

    expect(combine(runs, 4000)).to.include({
      passed: 3,
      failed: 1,
      skipped: 1,
      flaky: 1,
      notRun: 2,
      durationMs: 4000,
    });
  });
});
