import { expect } from 'chai';
import fc from 'fast-check';
import { median, ratioOf, timeOf } from './figure.ts';

describe('A figure', () => {
  it('has a median with as many values above as below', () => {
    const values = fc.array(fc.integer(), { minLength: 1 });
    fc.assert(
      fc.property(values, (values) => {
        const middle = median(values);
        expect(values).to.include(middle);
        const half = values.length / 2;
        expect(values.filter((value) => value < middle).length).to.be.at.most(half);
        expect(values.filter((value) => value > middle).length).to.be.at.most(half);
      }),
    );
    expect(() => median([])).to.throw(RangeError);
  });

  it('is so many times its floor', () => {
    expect(ratioOf({ name: 'n', ms: 30, floorMs: 20, floor: 'f', runs: 1 })).to.equal(1.5);
  });

  it('is the time until the work is done', async () => {
    let isDone = false;
    const ms = await timeOf(
      () =>
        new Promise<void>((resolve) =>
          setTimeout(() => {
            isDone = true;
            resolve();
          }, 20),
        ),
    );
    expect(isDone).to.equal(true);
    expect(ms).to.be.within(15, 5_000);
  });
});
