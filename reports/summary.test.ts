import { expect } from 'chai';
import type { RecordLine } from './run-record.ts';
import { summarize } from './summary.ts';
import { summaryTable } from './summary-table.ts';
import { madeUpTest as test } from './tables/matrix-samples.ts';
import { wantsColour } from './terminal-text.ts';

const start = (planned: number): RecordLine => ({ type: 'start', planned, at: 1000 });
const end: RecordLine = { type: 'end', at: 3500, troubles: [], leaks: [], environment: {} };
describe('Summary', () => {
  it('is a pass when everything ran and nothing failed', () => {
    const summary = summarize([
      start(3),
      test(0, 'passed'),
      test(1, 'passed', { retries: 1 }),
      test(2, 'skipped'),
      end,
    ]);

    expect(summary).to.include({
      verdict: 'passed',
      passed: 2,
      skipped: 1,
      flaky: 1,
      durationMs: 2500,
    });
  });

  it('keeps failures apart that look alike and have different causes', () => {
    const failed = (index: number, name: string) =>
      test(index, 'failed', {
        code: 'MQTT_CONNECT_FAILED',
        message: 'it did not connect',
        diagnosis: { name, confidence: 0.9, next: `mend ${name}` },
      });
    const lines = [start(3), failed(0, 'NO_TIME'), failed(1, 'KEY_MISSING'), failed(2, 'NO_TIME')];
    const table = summaryTable(summarize([...lines, end]), { width: 200, colour: false });

    expect(table).to.include('it did not connect (2 tests)\n      NO_TIME, 90 %');
    expect(table).to.include('it did not connect\n      KEY_MISSING, 90 %');
  });

  it('is no pass when nothing was executed', () => {
    expect(summarize([start(0), end]).verdict).to.equal('nothing executed');
    expect(summarize([start(1), test(0, 'skipped'), end]).verdict).to.equal('nothing executed');
  });

  it('is no pass when the run was cut off, or never began', () => {
    expect(summarize([start(2), test(0, 'passed'), test(1, 'passed')]).verdict).to.equal(
      'incomplete',
    );
    expect(summarize([start(2), test(0, 'passed'), end])).to.include({
      verdict: 'incomplete',
      notRun: 1,
    });
    expect(summarize([]).verdict).to.equal('incomplete');
  });

  it('is no pass when a hook failed, a secret leaked or the evidence is wrong', () => {
    const hook: RecordLine = {
      type: 'hook',
      title: 'after all',
      colour: 'bench',
      code: 'PORT_LOST',
      message: 'gone',
    };
    const lateStep = { code: 'LATE_STEP', message: 'late', fatal: true } as const;
    const warning = { code: 'RESULT_NOT_WRITTEN', message: 'disk full', fatal: false } as const;
    const verdict = (...lines: RecordLine[]): string =>
      summarize([start(1), test(0, 'passed'), ...lines]).verdict;

    expect(verdict(hook, end)).to.equal('failed');
    expect(verdict({ ...end, leaks: [{ file: 'a', kind: 'private key' }] })).to.equal('failed');
    expect(verdict({ ...end, troubles: [lateStep] })).to.equal('failed');
    expect(verdict({ ...end, troubles: [warning] })).to.equal('passed');
  });

  it('counts a test that failed after it had passed as failed, once', () => {
    const lines = [start(1), test(0, 'passed'), test(0, 'failed'), end];

    expect(summarize(lines)).to.include({ verdict: 'failed', passed: 0, failed: 1, notRun: 0 });
  });
});

describe('Summary table', () => {
  const summary = summarize([
    start(3),
    test(0, 'passed', { title: 'writes the credentials', durationMs: 1234 }),
    test(1, 'failed', { title: 'connects', colour: 'firmware', code: 'MQTT_REFUSED' }),
    test(2, 'skipped', {
      title: 'looks into jobs',
      suites: ['Jobs'],
      reason: 'the cloud has no jobs',
    }),
    end,
  ]);

  it('shows each step, its result and its time in columns', () => {
    expect(summaryTable(summary).split('\n')).to.deep.equal([
      'Procedure',
      '  ✓ writes the credentials  passed                   1.23 s',
      '  ✗ connects                firmware MQTT_REFUSED    0.12 s',
      'Jobs',
      '  - looks into jobs         the cloud has no jobs    0.12 s',
      '',
      '1 passed, 1 failed, 1 skipped in 2.50 s: failed',
      '',
    ]);
  });

  it('tells each reason once, with how many tests it failed', () => {
    const failed = { code: 'PORT_LOST', colour: 'bench', message: 'the board went away\nevidence' };

    const table = summaryTable(
      summarize([start(2), test(0, 'failed', failed), test(1, 'failed', failed), end]),
    );

    expect(table.split('\n').filter((line) => line.includes('went away'))).to.deep.equal([
      '  ! PORT_LOST: the board went away (2 tests)',
    ]);
  });

  it('tells the cause of a failure below it', () => {
    const diagnosis = { name: 'PORT_LOST', confidence: 0.984, next: 'Look at the cable.' };
    const failed = { code: 'PORT_LOST', colour: 'bench', message: 'it went away', diagnosis };

    const lines = summaryTable(summarize([start(1), test(0, 'failed', failed), end])).split('\n');

    const at = lines.indexOf('  ! PORT_LOST: it went away');
    expect(lines[at + 1]).to.equal('      PORT_LOST, 98 %; next: Look at the cable.');
  });

  it('tells of a hook only where that failed no test', () => {
    const lost = { code: 'PORT_LOST', colour: 'bench', message: 'the board went away' } as const;
    const hook: RecordLine = { type: 'hook', title: 'open the bench', ...lost };
    const tale = (...lines: RecordLine[]): string[] =>
      summaryTable(summarize([start(1), ...lines, hook, end]))
        .split('\n')
        .filter((line) => line.includes('went away'));

    expect(tale(test(0, 'failed', lost))).to.deep.equal(['  ! PORT_LOST: the board went away']);
    expect(tale(test(0, 'passed'))).to.deep.equal([
      '  ! open the bench: bench PORT_LOST: the board went away',
    ]);
  });

  it('tells of the first file that could not be written, and how many others', () => {
    const full = ['a', 'b', 'c'].map((file) => ({
      code: 'RESULT_NOT_WRITTEN' as const,
      message: `${file} could not be written: disk full`,
      fatal: false,
    }));

    const table = summaryTable(
      summarize([start(1), test(0, 'passed'), { ...end, troubles: full }]),
    );

    expect(table.split('\n').filter((line) => line.includes('could'))).to.deep.equal([
      '  ! a could not be written: disk full; nor could 2 other files',
    ]);
  });

  it('fits a narrow terminal', () => {
    const long = summarize([start(1), test(0, 'passed', { title: 'x'.repeat(300) }), end]);

    for (const line of summaryTable(long, { width: 60 }).split('\n')) {
      expect(line.length).to.be.at.most(60);
    }
  });

  it('is coloured only when asked to be', () => {
    expect(summaryTable(summary)).not.to.include('\u001b');
    expect(summaryTable(summary, { colour: true })).to.include('\u001b[32m✓');
    expect(wantsColour({ isTTY: true }, undefined)).to.equal(true);
    expect(wantsColour({ isTTY: true }, '1')).to.equal(false);
    expect(wantsColour({}, undefined)).to.equal(false);
  });
});
