import { expect } from 'chai';
import type { Judged } from '../../bench/misconfigurations/judge.ts';
import { judgedLine, scoreOf, scoreText } from './judged-text.ts';

const RIGHT: Judged = {
  name: 'the CA was erased',
  release: '3.4.0.0',
  expected: 'CA_MISSING',
  named: 'CA_MISSING',
  confidence: 0.97,
  because: ['mqtt_ca holds nothing'],
  next: 'Write the CA.',
  others: [],
  failure: 'MQTT_CONNECT_FAILED',
  isRight: true,
};
const WRONG: Judged = { ...RIGHT, named: 'KEY_MISSING', others: ['CA_MISSING'], isRight: false };
const HEALTHY: Judged = {
  ...RIGHT,
  expected: null,
  named: null,
  confidence: null,
  because: [],
  next: null,
  failure: null,
};

const many = (count: number, judged: Judged): Judged[] => new Array<Judged>(count).fill(judged);

describe('The table of diagnosed benches', () => {
  it('says of each what it was called, and of a wrong name what it should have been', () => {
    expect(judgedLine(RIGHT)).to.equal('right  3.4.0.0  the CA was erased → CA_MISSING, 97 %');
    expect(judgedLine(WRONG)).to.equal(
      'WRONG  3.4.0.0  the CA was erased → KEY_MISSING, 97 %, then CA_MISSING\n' +
        '       expected CA_MISSING; what failed was MQTT_CONNECT_FAILED',
    );
    expect(judgedLine(HEALTHY)).to.match(/→ no cause$/);
  });

  it('is good enough from 95 of 100 on', () => {
    const good = scoreOf([...many(95, RIGHT), ...many(5, WRONG), HEALTHY]);
    const bad = scoreOf([...many(94, RIGHT), ...many(6, WRONG), HEALTHY]);

    expect(good).to.include({ exact: 95, wrong: 100, isEnough: true });
    expect(bad.isEnough).to.equal(false);
    expect(scoreText(good)).to.equal(
      '95 of 100 named exactly (95 %)\n1 of 1 healthy runs named none',
    );
  });

  it('is never good enough where a healthy run was accused', () => {
    const accused = { ...HEALTHY, named: 'NO_TIME', isRight: false };

    expect(scoreOf([...many(100, RIGHT), accused])).to.include({ accused: 1, isEnough: false });
  });
});
