import { expect } from 'chai';
import fc from 'fast-check';
import { Pace, Rate } from './rate.ts';

describe('A rate', () => {
  it('lets no more than its number through in any second, and as many as that in every one', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), steps, (perSecond, pauses) => {
        let now = 0;
        const rate = new Rate(perSecond, () => now);
        const taken: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const recent = taken.filter((at) => at > now - 1000).length;
          expect(rate.take()).to.equal(recent < perSecond);
          if (recent < perSecond) taken.push(now);
        }
      }),
    );
  });

  it('says how long to wait for the next', () => {
    let now = 0;
    const rate = new Rate(2, () => now);
    rate.take();
    now = 300;
    rate.take();

    expect(rate.waitMs()).to.equal(700);
    now = 1000;
    expect(rate.waitMs()).to.equal(0);
  });

  it('of none lets nothing through', () => {
    expect(new Rate(0).take()).to.equal(false);
  });
});

describe('A pace', () => {
  it('lets a second of bytes pass at once, then as much as the time brings', () => {
    let now = 0;
    const pace = new Pace(1000, () => now);

    pace.spend(1000);
    expect(pace.waitMs()).to.equal(0);
    pace.spend(500);
    expect(pace.waitMs()).to.equal(500);
    now = 500;
    expect(pace.waitMs()).to.equal(0);
  });

  it('saves no more than a second of bytes up', () => {
    let now = 0;
    const pace = new Pace(1000, () => now);
    now = 60_000;

    pace.spend(1100);

    expect(pace.waitMs()).to.equal(100);
  });
});
