import { expect } from 'chai';
import { inLanes } from './in-lanes.ts';

describe('Work in lanes', () => {
  it('is given in its order, so much of it at a time, and what breaks stands alone', async () => {
    let now = 0;
    let most = 0;
    const piece = (nth: number) => async (): Promise<number> => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      if (nth === 1) throw new Error('broken');
      return nth;
    };

    const all = await Promise.allSettled(inLanes([0, 1, 2, 3, 4].map(piece), 2));

    expect(most).to.equal(2);
    expect(all.map((each) => (each.status === 'fulfilled' ? each.value : 'broken'))).to.deep.equal([
      0,
      'broken',
      2,
      3,
      4,
    ]);
  });
});
