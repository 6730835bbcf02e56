import { expect } from 'chai';
import { DEFAULT_RELEASE, RELEASES, releaseProfile } from './releases.ts';

describe('The simulated releases', () => {
  it('are named from the oldest to the newest', () => {
    expect(RELEASES).to.deep.equal([
      '2.1.0.0',
      '2.2.0.0',
      '2.3.0.0-MINI-1',
      '2.4.0.0',
      '3.2.0.0',
      '3.3.0.0-MINI-1',
      '3.4.0.0',
      '4.1.1.0',
      '4.1.1.0-MINI-1',
    ]);
    expect(RELEASES).to.include(DEFAULT_RELEASE);
    expect(RELEASES.map((name) => releaseProfile(name).name)).to.deep.equal(RELEASES);
  });

  for (const [asked, name] of [
    ['v3.4.0.0', '3.4.0.0'],
    ['V2.1.0.0', '2.1.0.0'],
    ['2.3.0.0', '2.3.0.0-MINI-1'],
    ['v3.3.0.0', '3.3.0.0-MINI-1'],
    ['4.1.1.0', '4.1.1.0'],
    ['4.1.1.0-mini-1', '4.1.1.0-MINI-1'],
    ['v4.1.1.0-ESP32-C3-MINI-1', '4.1.1.0-MINI-1'],
    ['4.1.1.0-WROOM-32', '4.1.1.0'],
    ['4.1.1.0-ESP32-WROOM-32', '4.1.1.0'],
  ] as const) {
    it(`are found: ${name} as ${asked}`, () => {
      expect(releaseProfile(asked).name).to.equal(name);
    });
  }

  for (const [asked, nearest] of [
    ['2.3.0.0-WROOM-32', ' Did you mean 2.3.0.0-MINI-1?'],
    ['2.2.0.0-MINI-1', ' Did you mean 2.2.0.0?'],
    ['4.1.0.0', ' Did you mean 4.1.1.0 or 4.1.1.0-MINI-1?'],
    ['v3.2.1.0', ' Did you mean 3.2.0.0?'],
    ['5', ' Did you mean 4.1.1.0 or 4.1.1.0-MINI-1?'],
    ['4.1.1.0-', ' Did you mean 4.1.1.0 or 4.1.1.0-MINI-1?'],
    ['latest', ''],
    ['1.2.3.4.5', ''],
    ['', ''],
  ] as const) {
    it(`are listed for "${asked}", which is none, with the nearest`, () => {
      expect(() => releaseProfile(asked))
        .to.throw(
          `There is no simulated release "${asked}"; there is ${RELEASES.join(', ')}.${nearest}`,
        )
        .with.property('code', 'UNKNOWN_RELEASE');
    });
  }
});
