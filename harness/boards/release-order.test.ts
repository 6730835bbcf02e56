import { expect } from 'chai';
import fc from 'fast-check';
import { isSince } from './release-order.ts';

describe('The order of releases', () => {
  it('is that of their numbers, not of their letters', () => {
    const order = ['2.2.0.0', '2.2.0.1', '2.10.0.0', '3.2.0.0', '10.0.0.0'];

    for (const [i, release] of order.entries()) {
      for (const [j, since] of order.entries()) expect(isSince(release, since)).to.equal(i >= j);
    }
  });

  it('takes the beginning of a number for its first', () => {
    expect(isSince('3.4.0.0', '3.4')).to.equal(true);
    expect(isSince('3.3.9.9', '3.4')).to.equal(false);
    expect(isSince('3.4.0.0', '0')).to.equal(true);
  });

  it('has every release either before or after another, or both where they are one', () => {
    const release = fc.array(fc.nat({ max: 12 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(release, release, (a, b) => {
        const [one, other] = [a.join('.'), b.join('.')];
        expect(isSince(one, other) && isSince(other, one)).to.equal(one === other);
        expect(isSince(one, other) || isSince(other, one)).to.equal(true);
      }),
    );
  });

  it('puts what is spelled in an unknown way before all', () => {
    expect(isSince('unknown', '0')).to.equal(false);
  });
});
