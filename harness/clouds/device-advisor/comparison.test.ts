import { expect } from 'chai';
import { type Comparison, compare } from './comparison.ts';
import type { Expectation } from './expectations.ts';
import type { Verdict } from './judgement.ts';

const FAILS: Expectation = { verdict: 'fail', because: 'it waits for 10 s', noSoonerThan: 8 };

type Row = readonly [
  verdict: Verdict,
  delays: readonly number[],
  expected: Expectation | undefined,
  comparison: Comparison,
];

const ROWS: readonly Row[] = [
  ['pass', [], { verdict: 'pass', because: '' }, 'as expected'],
  ['pass with warnings', [], { verdict: 'pass', because: '' }, 'worse'],
  ['fail', [], { verdict: 'pass with warnings', because: '' }, 'worse'],
  ['pass', [], { verdict: 'fail', because: '' }, 'better'],
  ['fail', [], undefined, 'not known'],
  ['fail', [10, 15, 10], FAILS, 'as expected'],
  ['fail', [10, 1, 10], FAILS, 'worse'],
  ['fail', [], FAILS, 'as expected'],
  ['pass', [1, 2, 4, 8, 16], FAILS, 'better'],
  ['pass with warnings', [0.4, 0.1, 0.9], FAILS, 'worse'],
];

describe('A judgement beside what is known of the firmware', () => {
  for (const [verdict, delays, expected, comparison] of ROWS) {
    it(`${verdict} with ${delays.join(', ') || 'no'} s, for ${expected?.verdict ?? 'nothing'}, is ${comparison}`, () => {
      expect(compare({ verdict, reason: '', delays }, expected)).to.equal(comparison);
    });
  }
});
