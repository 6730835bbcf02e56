import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { matchingRelease } from './matching-release.ts';

describe('The simulated release for a recording', () => {
  it('is its own', () => {
    const { profile, isExact } = matchingRelease('v3.4.0.0');

    expect(profile.release).to.equal('3.4.0.0');
    expect(isExact).to.equal(true);
  });

  for (const label of ['v2.2.0.0-dev', '2.2.1.0']) {
    it(`is the nearest for ${label}, and says so`, () => {
      const { profile, isExact } = matchingRelease(label);

      expect(profile.release).to.equal('2.2.0.0');
      expect(isExact).to.equal(false);
    });
  }

  for (const label of ['v9.9.0.0', 'ready']) {
    it(`is none for ${label}`, () => {
      expect(() => matchingRelease(label))
        .to.throw(BadInput)
        .with.property('code', 'UNKNOWN_RELEASE');
    });
  }
});
