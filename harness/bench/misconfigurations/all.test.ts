import { expect } from 'chai';
import { CAUSES } from '../../diagnosis/causes.ts';
import { MISCONFIGURATIONS } from './all.ts';

/** What cannot be played here, and why. */
const UNPLAYED: Readonly<Record<string, string>> = {
  PORT_DENIED: 'the superuser, as whom tests may run, may open every port',
};

describe('The benches that are wrong', () => {
  const shown = new Set(MISCONFIGURATIONS.map(({ expected }) => expected));
  const known = CAUSES.map(({ name }) => name);

  it('show every cause but those that cannot be played', () => {
    const missing = known.filter((name) => !shown.has(name));

    expect(missing.toSorted()).to.deep.equal(Object.keys(UNPLAYED).toSorted());
  });

  it('show no cause that nobody names', () => {
    expect([...shown].filter((name) => !known.includes(name))).to.deep.equal([]);
  });
});
