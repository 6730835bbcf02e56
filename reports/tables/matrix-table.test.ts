import { expect } from 'chai';
import { combine, releaseSummary } from './matrix.ts';
import { madeUpSummary, madeUpTest } from './matrix-samples.ts';
import { matrixTable } from './matrix-table.ts';

const END = { exitCode: 0, signal: null, stoppedBy: undefined } as const;
const REFUSED = { colour: 'firmware', code: 'REFUSED', message: 'the board refused\nevidence' };
const JOBS = { suites: ['Jobs'], reason: 'the cloud has no jobs' };

const MATRIX = combine(
  [
    releaseSummary(
      '2.2.0.0',
      madeUpSummary([
        madeUpTest(0, 'passed', { title: 'connects', durationMs: 1200 }),
        madeUpTest(1, 'passed', { title: 'publishes', retries: 1 }),
        madeUpTest(2, 'skipped', { title: 'look into jobs', ...JOBS }),
      ]),
      END,
    ),
    releaseSummary(
      '4.1.1.0-MINI-1',
      madeUpSummary([
        madeUpTest(0, 'failed', { title: 'connects', ...REFUSED }),
        madeUpTest(1, 'failed', { title: 'publishes', ...REFUSED }),
        madeUpTest(2, 'skipped', { title: 'look into jobs', ...JOBS }),
      ]),
      END,
    ),
    releaseSummary(
      '3.4.0.0',
      madeUpSummary([madeUpTest(0, 'passed', { title: 'connects' })], { planned: 3, ended: false }),
      { ...END, exitCode: null, signal: 'SIGKILL' },
    ),
  ],
  4321,
);

describe('The table of a matrix', () => {
  it('has suites down and releases across, then causes, reasons and the sum', () => {
    expect(matrixTable(MATRIX).split('\n')).to.deep.equal([
      '           2.2.0.0         4.1.1.0-MINI-1  3.4.0.0',
      'Procedure  ✓2 ~1 1.3s      ✗2 0.2s         ✓1 0.1s',
      'Jobs       -1 0.1s         -1 0.1s         none',
      'all        ✓2 ~1 -1 2.5s   ✗2 -1 2.5s      ✓1 ·2 0.0s',
      '           passed          failed          incomplete',
      '',
      '  ! firmware REFUSED: the board refused',
      '      in 4.1.1.0-MINI-1: Procedure connects; Procedure publishes',
      '  ! 3.4.0.0: its process was ended by SIGKILL',
      '  - the cloud has no jobs',
      '      in 2.2.0.0, 4.1.1.0-MINI-1: Jobs',
      '',
      '✓ passed   ✗ failed   - skipped   ~ passed when tried again   · not run',
      '3 releases: 3 passed, 2 failed, 2 skipped, 1 flaky, 2 not run in 4.32 s: failed',
      '',
    ]);
  });

  it('goes on below where a terminal is too narrow, and shows every release once', () => {
    const lines = matrixTable(MATRIX, { width: 50 }).split('\n');

    const heads = lines.filter((line) => /^ +\d\.\d/.test(line)).map((line) => line.trim());
    expect(heads).to.deep.equal(['2.2.0.0         4.1.1.0-MINI-1', '3.4.0.0']);
  });

  it('has all releases beside each other where nothing limits it', () => {
    const [head] = matrixTable(MATRIX, { width: Number.POSITIVE_INFINITY }).split('\n');

    expect(head?.trim().split(/ +/)).to.deep.equal(MATRIX.releases.map(({ release }) => release));
  });

  it('shows every release, however narrow', () => {
    const text = matrixTable(MATRIX, { width: 1 });

    for (const { release } of MATRIX.releases) expect(text).to.include(`  ${release}\n`);
  });

  it('names three tests of a cause and counts the others', () => {
    const tests = Array.from({ length: 8 }, (_, id) => madeUpTest(id, 'failed', REFUSED));
    const runs = ['a', 'b'].map((name) => releaseSummary(name, madeUpSummary(tests), END));

    expect(matrixTable(combine(runs, 1))).to.include(
      'in all releases: Procedure test 0; Procedure test 1; Procedure test 2; and 5 more\n',
    );
  });

  it('tells the same of several boards once, though each is called otherwise', () => {
    const runs = ['2.1.0.0', '2.2.0.0'].map((release) => {
      const environment = { module: 'WROOM-32', 'firmware release': release };
      const reason = `WROOM-32 ${release} has no AT+MQTTSNI`;
      const tests = [madeUpTest(0, 'skipped', { reason }), madeUpTest(1, 'passed')];
      return releaseSummary(release, madeUpSummary(tests, { environment }), END);
    });

    expect(matrixTable(combine(runs, 1))).to.include(
      '  - the board has no AT+MQTTSNI\n      in all releases: Procedure\n',
    );
  });

  it('is coloured only when asked to be', () => {
    expect(matrixTable(MATRIX)).not.to.include('\u001b');
    expect(matrixTable(MATRIX, { colour: true })).to.include('\u001b[31m✗2 0.2s');
  });
});
