import { expect } from 'chai';
import { newCurveKeyPair } from '../../../certs/keys.ts';
import { keysInTurn } from './keys-in-turn.ts';

describe('Keys in turn', () => {
  it('are made once, and then come again in their order', async () => {
    let made = 0;
    const keys = keysInTurn(2, () => {
      made += 1;
      return newCurveKeyPair();
    });

    const [first, second, third] = [await keys(), await keys(), await keys()];

    expect(third).to.equal(first);
    expect(second).not.to.equal(first);
    expect(made).to.equal(2);
  });
});
