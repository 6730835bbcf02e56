import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { RELEASES, releaseProfile } from '../releases/releases.ts';
import { imageProfile } from './image-profile.ts';
import { factoryImage, otherChipImage, renamedImage, updatedFlash } from './sample-images.ts';

/** The release that an image is run as, or the code with which it is refused. */
const releaseOf = (image: Uint8Array, asked?: string): string => {
  try {
    return imageProfile('an image', image, asked).name;
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
};

describe('The release of a factory image', () => {
  for (const release of RELEASES) {
    it(`is told by its application: ${release}`, async () => {
      const image = await factoryImage(release);

      expect(releaseOf(image)).to.equal(release);
      expect(releaseOf(image, release)).to.equal(release);
    });
  }

  it('has to be named where the application does not tell one that fits', async () => {
    for (const version of ['1.0', '', 'v2.4.2.0']) {
      const image = await renamedImage('2.2.0.0', version);

      expect(releaseOf(image)).to.equal('IMAGE_RELEASE');
      expect(releaseOf(image, 'v2.4.0.0')).to.equal('2.4.0.0');
    }
  });

  it('is that of its layout where there is one release alone', async () => {
    expect(releaseOf(await renamedImage('2.3.0.0-MINI-1', 'a build'))).to.equal('2.3.0.0-MINI-1');
  });

  it('is the one that was asked for only if it has that flash', async () => {
    const untold = await renamedImage('2.2.0.0', '1.0');

    expect(releaseOf(untold, '3.4.0.0')).to.equal('IMAGE_OF_OTHER_RELEASE');
    expect(releaseOf(untold, '2.3.0.0-MINI-1')).to.equal('IMAGE_OF_OTHER_RELEASE');
    expect(releaseOf(untold, '9.9.9.9')).to.equal('UNKNOWN_RELEASE');
    expect(releaseOf(await factoryImage('2.2.0.0'), '2.4.0.0')).to.equal('IMAGE_OF_OTHER_RELEASE');
  });

  it('is a newer one on the old layout only where the application says so', async () => {
    expect(releaseOf(await renamedImage('2.4.0.0', 'v3.4.0.0'))).to.equal('3.4.0.0');
    expect(releaseOf(await renamedImage('3.4.0.0', 'v2.4.0.0'), '2.4.0.0')).to.equal(
      'IMAGE_OF_OTHER_RELEASE',
    );
  });

  it('is that of the last update over the air, as long as that is whole', async () => {
    const flash = await updatedFlash('2.2.0.0', '3.4.0.0');

    expect(releaseOf(flash)).to.equal('3.4.0.0');
    flash[0x10000 + 28] = 0;
    expect(releaseOf(flash)).to.equal('2.2.0.0');
  });

  it('is none for another chip, or another size of flash', async () => {
    for (const chip of ['ESP32C2', 'ESP32C6', 'ESP32S2', 'an unknown one']) {
      expect(releaseOf(await otherChipImage('3.4.0.0', chip))).to.equal('IMAGE_CHIP');
    }
    expect(releaseOf(await otherChipImage('3.4.0.0', 'ESP32C3'))).to.equal('IMAGE_LAYOUT');
    const image = await factoryImage('3.4.0.0');
    image[0x1003] = 0x30;
    expect(releaseOf(image)).to.equal('IMAGE_LAYOUT');
  });

  it('of one chip is simulated on another: it has to be named', async () => {
    const image = await renamedImage('3.3.0.0-MINI-1', 'v3.4.0.0');

    expect(releaseOf(image)).to.equal('IMAGE_RELEASE');
    expect(releaseOf(image, '3.3.0.0-MINI-1')).to.equal(releaseProfile('3.3.0.0').name);
  });
});
