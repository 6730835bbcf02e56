import { expect } from 'chai';
import fc from 'fast-check';
import { conditions, holds } from './condition.ts';
import { fitsPattern, type Variables } from './pattern.ts';

const ask = (operator: string, wanted: readonly string[], given: readonly string[]): boolean => {
  const block = conditions.parse({ [operator]: { 'iot:Some.List': wanted } });
  const variables: Variables = new Map([['iot:Some.List', given]]);
  return block.every((condition) => holds(condition, variables));
};

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 3 });
const wanted = fc.array(text, { minLength: 1, maxLength: 3 });
const given = fc.array(text, { minLength: 1, maxLength: 3 });

describe('A condition', () => {
  it('on each value is what no value breaks, and on any what one value keeps', () => {
    fc.assert(
      fc.property(wanted, given, (some, values) => {
        expect(ask('ForAllValues:StringLike', some, values)).to.equal(
          !ask('ForAnyValue:StringNotLike', some, values),
        );
        expect(ask('ForAnyValue:StringLike', some, values)).to.equal(
          !ask('ForAllValues:StringNotLike', some, values),
        );
      }),
    );
  });

  it('on likeness is what a resource would be', () => {
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        expect(ask('ForAnyValue:StringLike', [pattern], [value])).to.equal(
          fitsPattern(pattern, value, new Map()),
        );
      }),
    );
  });

  it('takes numbers and truth values for their texts', () => {
    expect(conditions.parse({ NumericEquals: { k: [1, '2'] }, Bool: { k: true } })).to.deep.equal([
      {
        operator: 'NumericEquals',
        base: 'NumericEquals',
        set: null,
        isIfExists: false,
        key: 'k',
        values: ['1', '2'],
      },
      { operator: 'Bool', base: 'Bool', set: null, isIfExists: false, key: 'k', values: ['true'] },
    ]);
  });

  it('is read as it is spelled', () => {
    const [condition] = conditions.parse({ 'ForAnyValue:StringEqualsIfExists': { k: 'v' } });

    expect(condition).to.deep.include({
      operator: 'ForAnyValue:StringEqualsIfExists',
      base: 'StringEquals',
      set: 'ForAnyValue',
      isIfExists: true,
    });
  });
});
