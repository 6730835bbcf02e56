import { expect } from 'chai';
import type { TestRecord } from '../run-record.ts';
import type { JudgedCase } from './judged-case.ts';
import { judgedReleases } from './judged-releases.ts';

const testOf = (judged?: JudgedCase): TestRecord => ({
  type: 'test',
  id: 1,
  title: 'Speaks_Up',
  suites: [],
  file: '',
  state: 'passed',
  durationMs: 1,
  retries: 0,
  ...(judged ? { judged } : {}),
});

const FAILED: JudgedCase = {
  programme: 'Somebody',
  id: 'Speaks_Up',
  isRequired: true,
  verdict: 'fail',
  reason: 'it said nothing',
  expected: null,
  comparison: 'not known',
  delays: null,
};

describe('The judged cases of several releases', () => {
  it('stand together by what they came to', () => {
    const passed = { ...FAILED, verdict: 'pass', comparison: 'better' } as const;

    const lines = judgedReleases([
      { release: '2.2.0.0', tests: [testOf(FAILED), testOf()] },
      { release: '2.4.0.0', tests: [testOf(passed)] },
      { release: '3.4.0.0', tests: [testOf(FAILED)] },
    ]);

    expect(lines).to.deep.equal([
      '  Somebody: Speaks_Up',
      '    fail, not known: 2.2.0.0, 3.4.0.0',
      '    pass, better: 2.4.0.0',
    ]);
  });

  it('take no line where nothing was judged', () => {
    expect(judgedReleases([{ release: '2.2.0.0', tests: [testOf()] }])).to.deep.equal([]);
  });
});
