import { expect } from 'chai';
import fc from 'fast-check';
import { readAsctime } from './asctime.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

describe('The time as a board writes it', () => {
  const cases = [
    ['Thu Jan  1 00:02:08 1970', '1970-01-01T00:02:08.000Z'],
    ['Wed Dec 31 19:00:05 1969', '1969-12-31T19:00:05.000Z'],
    ['Mon Nov 23 13:25:46 2026', '2026-11-23T13:25:46.000Z'],
  ] as const;

  for (const [text, iso] of cases) {
    it(`is read from ${text}`, () => {
      expect(readAsctime(text)?.toISOString()).to.equal(iso);
    });
  }

  it('is read whatever the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (seconds) => {
        const moment = new Date(seconds * 1000);
        const [, day, month, year, time] = moment.toUTCString().split(' ');
        const text = `${DAYS[moment.getUTCDay()]} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;

        expect(readAsctime(text)?.getTime()).to.equal(seconds * 1000);
      }),
    );
  });

  it('is not made up', () => {
    expect(readAsctime('Thu Foo  1 00:02:08 1970')).to.equal(null);
    expect(readAsctime('')).to.equal(null);
  });
});
