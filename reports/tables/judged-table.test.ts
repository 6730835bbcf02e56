import { expect } from 'chai';
import type { JudgedCase } from './judged-case.ts';
import { judgedTable } from './judged-table.ts';

const CASE: JudgedCase = {
  programme: 'Somebody',
  id: 'Speaks_Up',
  isRequired: true,
  verdict: 'fail',
  reason: 'it said nothing',
  expected: { verdict: 'fail', because: 'it never does' },
  comparison: 'as expected',
  delays: null,
};

const lines = (cases: readonly JudgedCase[], width = Number.POSITIVE_INFINITY): string[] =>
  judgedTable(cases, { width }).split('\n');

describe('The table of judged cases', () => {
  it('is empty where nothing was judged', () => {
    expect(judgedTable([])).to.equal('');
  });

  it('shows a failure as one, also where it was expected, with both reasons', () => {
    expect(lines([CASE])).to.deep.equal([
      'What Somebody would say; * is required',
      '  * Speaks_Up  fail                as expected',
      '      it said nothing',
      '      expected fail: it never does',
      '  1 required: 0 pass, 0 pass with warnings, 1 fail',
      '  beside what is known of this firmware: 1 as expected, 0 worse, 0 better, 0 not known',
      '',
    ]);
  });

  it('says where nothing was known beforehand', () => {
    const unknown = {
      ...CASE,
      isRequired: false,
      expected: null,
      comparison: 'not known',
    } as const;

    expect(lines([unknown])).to.deep.equal([
      'What Somebody would say; * is required',
      '    Speaks_Up  fail                not known',
      '      it said nothing',
      '  1 others: 0 pass, 0 pass with warnings, 1 fail',
      '  beside what is known of this firmware: 0 as expected, 0 worse, 0 better, 1 not known',
      '',
    ]);
  });

  it('cuts reasons, and neither verdicts nor their totals, to the width of a terminal', () => {
    const long = { ...CASE, reason: 'it said nothing '.repeat(20) };

    const [, verdict, reason] = lines([long], 40);

    expect(verdict).to.contain('as expected');
    expect(reason).to.have.lengthOf(40);
  });
});
