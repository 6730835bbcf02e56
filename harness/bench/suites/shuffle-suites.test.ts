import { expect } from 'chai';
import { Suite } from 'mocha';
import { shuffleSuites } from './shuffle-suites.ts';

/** Suites as Mocha has them when all files are read: `a1`, `a2` from the file `a`, and so on. */
const rootWith = (...names: readonly string[]): Suite => {
  const root = new Suite('');
  for (const name of names) {
    const suite = new Suite(name);
    suite.file = name.slice(0, 1);
    root.addSuite(suite);
  }
  return root;
};

const orderOn = (seed: number, ...names: readonly string[]): string => {
  const root = rootWith(...names);
  shuffleSuites(root, seed);
  return root.suites.map(({ title }) => title).join(' ');
};

describe('Shuffled spec files', () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);

  it('come in every order, and what a file holds stays together', () => {
    const orders = new Set(seeds.map((seed) => orderOn(seed, 'a1', 'a2', 'b1', 'c1')));

    expect([...orders]).to.have.members([
      'a1 a2 b1 c1',
      'a1 a2 c1 b1',
      'b1 a1 a2 c1',
      'b1 c1 a1 a2',
      'c1 a1 a2 b1',
      'c1 b1 a1 a2',
    ]);
  });

  it('come in the same order for the same seed, however they were found', () => {
    for (const seed of seeds) {
      expect(orderOn(seed, 'c1', 'b1', 'a1')).to.equal(orderOn(seed, 'a1', 'b1', 'c1'));
    }
  });
});
