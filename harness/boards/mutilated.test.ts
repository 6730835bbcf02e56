import { expect } from 'chai';
import fc from 'fast-check';
import { mutilated } from './mutilated.ts';

describe('A mutilated line', () => {
  it('is one byte off from one that boards say', () => {
    for (const line of [
      'O',
      'K',
      '_K',
      'OOK',
      'OK\r',
      'ERR0R',
      'ERRR',
      'WIFI GOTIP',
      '+MQTTPUB:FAI',
    ]) {
      expect(mutilated(['fine', line]), line).to.have.property('line', line);
    }
  });

  it('is none that is whole, or something else', () => {
    const lines = [
      'OK',
      'ERROR',
      'ready',
      '>',
      '',
      'WIFI GOT IPv6 LL',
      '+CWMODE:1',
      'SEND OK',
      'CLOSED',
    ];
    expect(mutilated(lines)).to.equal(undefined);
  });

  it('is found wherever the byte was', () => {
    const known = fc.constantFrom('ERROR', 'ready', 'WIFI CONNECTED', '+TIME_UPDATED');
    fc.assert(
      fc.property(known, fc.nat(), fc.boolean(), (line, place, isLost) => {
        const at = place % line.length;
        const spoilt = line.slice(0, at) + (isLost ? '' : '\u0001') + line.slice(at + 1);
        return mutilated([spoilt])?.known === line;
      }),
    );
  });
});
