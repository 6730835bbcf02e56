import { expect } from 'chai';
import fc from 'fast-check';
import { shardOf } from './shard.ts';

describe('A part of the defects', () => {
  it('is everything where none is asked for', () => {
    expect(shardOf([1, 2, 3], undefined)).to.deep.equal([1, 2, 3]);
  });

  it('takes every so-manieth of them', () => {
    expect(shardOf(['a', 'b', 'c', 'd', 'e'], '2/3')).to.deep.equal(['b', 'e']);
  });

  it('is one of equal parts, which are the whole together', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, of) => {
        const parts = Array.from({ length: of }, (_, i) => shardOf(list, `${i + 1}/${of}`));
        const sizes = parts.map(({ length }) => length);

        expect(parts.flat().toSorted()).to.deep.equal(list.toSorted());
        expect(Math.max(...sizes) - Math.min(...sizes)).to.be.at.most(1);
      }),
    );
  });

  for (const asked of ['', '3', '0/3', '4/3', '1/0', '1/3/5', '-1/3', 'a/b', '1.5/3']) {
    it(`is not asked for by "${asked}"`, () => {
      expect(() => shardOf([], asked)).to.throw('--shard takes a part and how many there are');
    });
  }
});
