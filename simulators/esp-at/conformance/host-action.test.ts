import { expect } from 'chai';
import { hostAction, isOutside } from './host-action.ts';

describe('What a note tells of the host', () => {
  it('is a message, as long as it says', () => {
    expect(hostAction("HOST: mosquitto_pub dn/host qos1 'LL'(5) retain=False rc=0")).to.deep.equal({
      kind: 'publish',
      message: { topic: 'dn/host', qos: 1, payload: 'LLLLL', retain: false },
    });
    expect(hostAction("HOST: mosquitto_pub t qos0 ''(0) retain=True rc=0")).to.deep.include({
      message: { topic: 't', qos: 0, payload: '', retain: true },
    });
  });

  for (const [note, action] of [
    ['HOST: mosquitto stopped', { kind: 'broker', goes: 'down' }],
    ['HOST: kill the broker', { kind: 'broker', goes: 'down' }],
    ['HOST: broker started again', { kind: 'broker', goes: 'up' }],
    ['HOST: restart mosquitto', { kind: 'broker', goes: 'down and up' }],
    ['HOST: broker drops the connection', { kind: 'cut' }],
    ['HOST: second client with the same id', { kind: 'takeover' }],
    ['HOST: access point off', { kind: 'air', goes: 'off' }],
    ['HOST: AP back on', { kind: 'air', goes: 'on' }],
    ['HOST: opened the window', undefined],
  ] as const) {
    it(`reads "${note}"`, () => expect(hostAction(note)).to.deep.equal(action));
  }

  it('is nothing in a note about the board', () => {
    expect(isOutside('after the HOST: row')).to.equal(false);
    expect(isOutside('HOST: anything')).to.equal(true);
  });
});
