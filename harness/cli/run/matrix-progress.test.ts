import { expect } from 'chai';
import type { RecordLine } from '../../../reports/run-record.ts';
import { madeUpSummary, madeUpTest } from '../../../reports/tables/matrix-samples.ts';
import { matrixProgress } from './matrix-progress.ts';

const RELEASES = ['2.2.0.0', '4.1.1.0-MINI-1'] as const;
const [OLD, NEW] = RELEASES;

const START: RecordLine = { type: 'start', planned: 2, at: 0 };
const PASSED = madeUpTest(0, 'passed', { title: 'connects' });
const SKIPPED = madeUpTest(1, 'skipped', { title: 'looks', reason: 'no jobs' });
const FAILED = madeUpTest(1, 'failed', { title: 'leaves', colour: 'bench', code: 'PORT_LOST' });

const screen = (isTTY: boolean) => {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  return { isTTY, columns: 60, write, text: () => text };
};

/** What a person sees on a terminal: a line that is cleared is gone. */
const visible = (text: string): string[] =>
  text.split('\n').map((line) => line.split('\r\u001b[2K').at(-1) ?? '');

describe('The progress of a matrix', () => {
  it('is a line for each test, the release in front', () => {
    const out = screen(false);
    const progress = matrixProgress(RELEASES, out, out);

    for (const line of [START, PASSED, SKIPPED]) progress.heard(OLD, line);
    progress.heard(NEW, FAILED);
    progress.ended({ release: OLD, ...madeUpSummary([PASSED, SKIPPED]), cutOff: 'stopped' });

    expect(out.text().split('\n')).to.deep.equal([
      '2.2.0.0         ✓ Procedure connects (0.12 s)',
      '2.2.0.0         - Procedure looks (0.12 s): no jobs',
      '4.1.1.0-MINI-1  ✗ Procedure leaves (0.12 s): bench PORT_LOST',
      '2.2.0.0         1 passed, 0 failed, 1 skipped in 2.50 s: passed (stopped)',
      '',
    ]);
  });

  it('is one line that changes on a terminal, below what failed', () => {
    const out = screen(true);
    const progress = matrixProgress(RELEASES, out, out);

    progress.heard(OLD, START);
    progress.heard(NEW, START);
    progress.heard(OLD, PASSED);
    progress.heard(NEW, FAILED);
    progress.complained(NEW, 'the disk is full');

    expect(visible(out.text())).to.deep.equal([
      '4.1.1.0-MINI-1  ✗ Procedure leaves (0.12 s): bench PORT_LOST',
      '4.1.1.0-MINI-1  the disk is full',
      '0 of 2 done   2.2.0.0 1/2   4.1.1.0-MINI-1 1/2 ✗1',
    ]);
  });

  it('leaves no half line on a terminal when all is done', () => {
    const out = screen(true);
    const progress = matrixProgress(RELEASES, out, out);

    progress.heard(OLD, START);
    progress.ended({ release: OLD, ...madeUpSummary([PASSED]) });
    progress.finished();

    expect(visible(out.text()).at(-1)).to.equal('');
  });

  it('shows complaints alone where a program reads', () => {
    const out = screen(false);
    const progress = matrixProgress(RELEASES, undefined, out);

    progress.heard(OLD, PASSED);
    progress.complained(OLD, 'the disk is full');

    expect(out.text()).to.equal('2.2.0.0         the disk is full\n');
  });

  it('bears what others say to the process that started them', () => {
    const out = screen(false);

    matrixProgress(RELEASES, out, out).heard(OLD, { type: 'dependency' } as unknown as RecordLine);

    expect(out.text()).to.equal('');
  });
});
