import { expect } from 'chai';
import type { JudgedCase } from '../../../reports/tables/judged-case.ts';
import { caseInMarkdown } from './case-in-markdown.ts';

const CASE: JudgedCase = {
  programme: 'AWS IoT Device Advisor',
  id: 'TLS_Connect',
  isRequired: true,
  verdict: 'fail',
  reason: 'nobody called',
  expected: { verdict: 'pass', because: 'it was seen to call' },
  comparison: 'worse',
  delays: null,
};

describe('A judged case in the report', () => {
  it('says what was played, what came of it, and what was expected', () => {
    expect(caseInMarkdown(CASE, 'a server as AWS has it').split('\n\n')).to.deep.equal([
      'The cloud is a server as AWS has it.',
      'Device Advisor says **fail**: nobody called.',
      'Of this release was expected **pass**: it was seen to call. It is worse.',
    ]);
  });

  it('says where nothing was known beforehand', () => {
    const unknown = { ...CASE, expected: null, comparison: 'not known' } as const;

    expect(caseInMarkdown(unknown, 'a server')).to.contain('nothing was known beforehand');
  });
});
