import { expect } from 'chai';
import type { Grip } from '../esp-at/grip.ts';
import { DEFECTS, findDefect } from './defects.ts';

/** A board that nothing happens to. */
const NOBODY: Grip = { panic: () => {}, hang: () => {}, say: () => {}, after: () => {} };
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

describe('The planted defects', () => {
  it('have names of their own in kebab-case, and tell what they do to somebody', () => {
    const names = DEFECTS.map(({ name }) => name);

    expect(names.filter((name) => !NAME.test(name))).to.deep.equal([]);
    expect(new Set(names).size).to.equal(names.length);
    expect(DEFECTS.filter(({ suffering }) => !/^[A-Z].*\.$/.test(suffering))).to.deep.equal([]);
  });

  it('reach into the firmware somewhere, anew for each board', () => {
    for (const defect of DEFECTS) {
      const [one, other] = [defect.plant(NOBODY), defect.plant(NOBODY)];

      expect(Object.keys(one), defect.name).to.have.lengthOf.at.least(1);
      expect(one, defect.name).not.to.equal(other);
    }
  });

  it('are found by their names; a mistyped one is answered with the one that was meant', () => {
    expect(findDefect('no-resubscribe').area).to.equal('reconnect');
    expect(() => findDefect('no-resubscrib'))
      .to.throw('did you mean "no-resubscribe"?')
      .with.property('code', 'UNKNOWN_DEFECT');
    expect(() => findDefect('rain'))
      .to.throw('there are ')
      .and.match(/no-resubscribe/);
  });
});
