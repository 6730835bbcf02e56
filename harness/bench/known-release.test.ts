import { expect } from 'chai';
import fc from 'fast-check';
import { RELEASES } from '../../simulators/esp-at/releases/releases.ts';
import { knownRelease, releasesAsked } from './known-release.ts';

const refusalOf = (attempt: () => unknown): unknown => {
  try {
    return attempt();
  } catch (error) {
    return error;
  }
};

describe('The name of a release', () => {
  it('may have a v in front, and letters of any size', () => {
    for (const release of RELEASES) {
      for (const name of [release, `v${release}`, `V${release}`, release.toLowerCase()]) {
        expect(knownRelease(name)).to.equal(release);
      }
    }
  });

  it('is answered with the one that was probably meant', () => {
    expect(refusalOf(() => knownRelease('v2.2.00'))).to.include({
      code: 'UNKNOWN_RELEASE',
      message: 'There is no simulated release "v2.2.00"; did you mean "2.2.0.0"?',
    });
  });

  it('is answered with all there are when it is like none', () => {
    expect(String(refusalOf(() => knownRelease('newest')))).to.include(RELEASES.join(', '));
  });
});

describe('The releases asked for', () => {
  it('are one, several with commas, each once, or all', () => {
    expect(releasesAsked('v2.2.0.0')).to.deep.equal(['2.2.0.0']);
    expect(releasesAsked('3.4.0.0, 2.2.0.0,v3.4.0.0')).to.deep.equal(['3.4.0.0', '2.2.0.0']);
    expect(releasesAsked('all')).to.deep.equal(RELEASES);
  });

  it('are nothing but releases, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = refusalOf(() => releasesAsked(text));
        if (Array.isArray(found)) expect(RELEASES).to.include.members(found);
        else expect(found).to.include({ code: 'UNKNOWN_RELEASE' });
      }),
    );
  });
});
