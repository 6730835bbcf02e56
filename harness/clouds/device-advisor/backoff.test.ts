import { expect } from 'chai';
import fc from 'fast-check';
import { type Backoff, classifyBackoff } from './backoff.ts';

/** What a network adds to, or takes off, a delay. */
const noise = fc.double({ min: -0.03, max: 0.03, noNaN: true });

const noisy = (delays: readonly number[]): fc.Arbitrary<number[]> =>
  fc
    .array(noise, { minLength: delays.length, maxLength: delays.length })
    .map((shares) => delays.map((delay, i) => delay * (1 + (shares[i] ?? 0))));

const counting = (length: number, delay: (i: number) => number): number[] =>
  Array.from({ length }, (_, i) => delay(i));

const series = fc.record({
  length: fc.integer({ min: 5, max: 12 }),
  first: fc.double({ min: 0.2, max: 30, noNaN: true }),
});

const always = (
  make: (length: number, first: number) => readonly number[],
  backoff: Backoff,
): void => {
  const delays = series.chain(({ length, first }) => noisy(make(length, first)));
  fc.assert(
    fc.property(delays, (measured) => {
      expect(classifyBackoff(measured)).to.equal(backoff);
    }),
  );
};

describe('Delays between the tries of a device', () => {
  it('tell nothing when there are fewer than four', () => {
    expect(classifyBackoff([])).to.equal(null);
    expect(classifyBackoff([1, 2, 4])).to.equal(null);
  });

  it('are constant when they are the same but for the network', () => {
    always((length, first) => counting(length, () => first), 'constant');
  });

  it('are linear when each is longer by the same amount', () => {
    always((length, first) => counting(length, (i) => first * (1 + i)), 'linear');
  });

  it('are exponential when each is longer by the same factor', () => {
    always((length, first) => counting(length, (i) => first * 2 ** i), 'exponential');
  });

  it('are exponential also when they have become as long as they get', () => {
    always((length, first) => counting(length, (i) => first * Math.min(2 ** i, 8)), 'exponential');
  });

  it('are constant when a task that looks every five seconds ends a wait of ten', () => {
    const looks = fc.array(fc.constantFrom(10, 15), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(looks.chain(noisy), (delays) => {
        expect(classifyBackoff(delays)).to.equal('constant');
      }),
    );
  });

  it('are constant when they differ by no more than the error of a measurement', () => {
    const storm = [0.42, 0.28, 0.2, 0.34, 0.32];

    expect(classifyBackoff(storm)).to.equal('scattered');
    expect(classifyBackoff(storm, 0.4)).to.equal('constant');
    expect(classifyBackoff([1, 2, 4, 8, 16], 0.4)).to.equal('exponential');
    expect(classifyBackoff([1, 2, 3, 4, 5], 0.4)).to.equal('linear');
  });

  const JITTER: readonly (readonly [string, readonly number[], Backoff])[] = [
    ['half of each is left to chance', [0.9, 1.1, 3.7, 4.4, 15.1], 'jitter'],
    ['all of each is left to chance', [0.3, 1.9, 1.1, 6.2, 3.1, 27.4], 'jitter'],
    ['a fifth of each is left to chance, up to a limit', [1.2, 1.7, 4.7, 6.6, 9.5, 8.1], 'jitter'],
    ['chance alone decides', [3.1, 12.4, 1.2, 9.8, 2.5, 6.6], 'scattered'],
    ['they get shorter', [16, 8, 4, 2, 1], 'scattered'],
  ];

  for (const [how, delays, backoff] of JITTER) {
    it(`are ${backoff} when ${how}`, () => {
      expect(classifyBackoff(delays)).to.equal(backoff);
    });
  }

  it('of a back-off with proper jitter are never taken for constant or linear ones', () => {
    // Equal jitter: half of each delay is certain.
    const chance = fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), {
      minLength: 6,
      maxLength: 12,
    });
    fc.assert(
      fc.property(chance, (shares) => {
        const delays = shares.map((share, i) => share * 2 ** i);
        expect(classifyBackoff(delays)).to.be.oneOf(['jitter', 'exponential']);
      }),
    );
  });
});
