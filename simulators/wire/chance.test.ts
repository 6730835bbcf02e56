import { expect } from 'chai';
import fc from 'fast-check';
import { chanceOf, SEEDS } from './chance.ts';

const seeds = fc.integer({ min: 0, max: SEEDS - 1 });
const numbers = (seed: number): number[] => {
  const chance = chanceOf(seed);
  return Array.from({ length: 20 }, () => chance.below(1_000));
};

describe('Chance on a seed', () => {
  it('is the same again for the same seed, and another for its neighbour', () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(numbers(seed)).to.deep.equal(numbers(seed));
        expect(numbers(seed)).not.to.deep.equal(numbers((seed + 1) % SEEDS));
      }),
    ));

  it('is the same on every computer', () => {
    expect(numbers(1).slice(0, 4)).to.deep.equal([627, 2, 527, 981]);
  });

  it('shuffles without losing anything', () =>
    fc.assert(
      fc.property(seeds, fc.array(fc.nat()), (seed, list) => {
        expect(chanceOf(seed).shuffled(list)).to.have.members(list);
      }),
    ));

  it('comes to every order', () => {
    const orders = Array.from({ length: 200 }, (_, seed) =>
      chanceOf(seed).shuffled(['a', 'b', 'c']).join(''),
    );

    expect(new Set(orders)).to.have.property('size', 6);
  });

  it('does for one purpose what it does, however much it was asked for another', () => {
    const asked = chanceOf(9);
    asked.below(10);

    expect(asked.of('order').below(1_000)).to.equal(chanceOf(9).of('order').below(1_000));
    expect(asked.of('order').below(1_000)).not.to.equal(asked.of('wire').below(1_000));
  });
});
