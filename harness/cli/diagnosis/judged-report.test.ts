import { expect } from 'chai';
import type { Judged } from '../../bench/misconfigurations/judge.ts';
import { judgedReport } from './judged-report.ts';

const RIGHT: Judged = {
  name: 'the key was erased',
  release: '2.2.0.0',
  expected: 'KEY_MISSING',
  named: 'KEY_MISSING',
  confidence: 0.97,
  because: ['mqtt_key is erased, all FF'],
  next: 'Write the private key.',
  others: [],
  failure: 'MQTT_CONNECT_FAILED',
  isRight: true,
};

describe('The report of named causes', () => {
  it('has for each bench what was named, how surely, why, and what to do next', () => {
    const [one] = judgedReport([RIGHT]).cases;

    expect(one).to.include({ suite: 'credentials', release: '2.2.0.0', wrong: null });
    expect(one?.facts).to.include({ named: 'KEY_MISSING', confidence: '97 %' });
    expect(one?.description).to.include('- mqtt_key is erased, all FF');
    expect(one?.description).to.match(/Next: Write the private key\.$/);
  });

  it('counts no other name as good, and stands where the right one belongs', () => {
    const wrong = { ...RIGHT, named: 'NO_TIME', isRight: false };
    const { cases, figures } = judgedReport([RIGHT, wrong]);

    expect(cases[1]?.suite).to.equal('credentials');
    expect(cases[1]?.wrong).to.include({ colour: 'harness', code: 'NO_TIME' });
    expect(figures).to.equal('1 of 2 named exactly (50 %)');
  });

  it('has healthy benches apart', () => {
    const healthy = { ...RIGHT, expected: null, named: null, confidence: null, because: [] };
    const [one] = judgedReport([{ ...healthy, next: null, failure: null }]).cases;

    expect(one).to.include({ suite: 'healthy', wrong: null });
    expect(one?.description).to.equal('No cause was named.');
  });
});
