import { expect } from 'chai';
import { OPENING, PROCEDURE } from './procedure.ts';
import { describeMishap, scheduleOf } from './schedule.ts';

const SEEDS = Array.from({ length: 1_000 }, (_, seed) => seed);

describe('Fault schedules', () => {
  const all = SEEDS.map(scheduleOf);

  it('are the same again for the same seed', () => {
    expect(SEEDS.map(scheduleOf)).to.deep.equal(all);
    expect(new Set(all.map((schedule) => JSON.stringify(schedule))).size).to.be.greaterThan(900);
  });

  it('have from one mishap to three', () => {
    expect(new Set(all.map(({ length }) => length))).to.deep.equal(new Set([1, 2, 3]));
  });

  it('reach every step, in both directions, with every kind of mishap', () => {
    const mishaps = all.flat();

    const steps = new Set(mishaps.map(({ step, direction }) => `${step}, ${direction}`));
    const kinds = new Set(mishaps.map(({ mishap }) => mishap.kind));

    expect(steps.size).to.equal(2 * (PROCEDURE.length + 1));
    expect([...kinds]).to.have.members([
      ...['drop', 'double', 'flip', 'delay', 'reset', 'broker', 'access point', 'time server'],
    ]);
  });

  it('can be read', () => {
    const step = OPENING;

    const sentence = describeMishap({
      step,
      direction: 'to the host',
      byte: 31,
      mishap: { kind: 'flip', bit: 3 },
    });

    expect(sentence).to.equal('in "opens the board", byte 31 to the host has bit 3 turned over');
  });
});
