import { expect } from 'chai';
import fc from 'fast-check';
import { RELEASES } from '../../../simulators/esp-at/releases/releases.ts';
import { releasesAsked } from './releases-asked.ts';

describe('The releases asked for', () => {
  it('are one, several with commas, each once, or all', () => {
    expect(releasesAsked('v2.2.0.0')).to.deep.equal(['2.2.0.0']);
    expect(releasesAsked('3.4.0.0, 2.2.0.0,v3.4.0.0')).to.deep.equal(['3.4.0.0', '2.2.0.0']);
    expect(releasesAsked('4.1.1.0-mini-1')).to.deep.equal(['4.1.1.0-MINI-1']);
    expect(releasesAsked('all')).to.deep.equal(RELEASES);
  });

  it('are nothing but releases, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(RELEASES).to.include.members([...releasesAsked(text)]);
        } catch (error) {
          expect(error).to.include({ code: 'UNKNOWN_RELEASE' });
        }
      }),
    );
  });
});
