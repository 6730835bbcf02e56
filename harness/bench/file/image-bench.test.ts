import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeIntoImage } from '../../../certs/factory-image/write-image.ts';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { BadInput } from '../../../errors/bench-error.ts';
import {
  factoryImage,
  renamedImage,
  unfilledImage,
} from '../../../simulators/esp-at/images/sample-images.ts';
import { openBenchBoard } from '../parts/open-board.ts';
import { silent } from '../parts/opened-release.ts';
import type { BoardEntry } from './bench-file.ts';
import { chosenBench } from './chosen-bench.ts';

describe('A bench with a factory image', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-bench-'));
  });

  after(() => rm(folder, { recursive: true }));

  /** A bench file beside its image. */
  const benchWith = async (image: Uint8Array, at = 'sim://b'): Promise<string> => {
    await writeFile(join(folder, 'factory.bin'), image);
    const path = join(folder, 'bench.yaml');
    await writeFile(path, `board: {name: b, at: "${at}"}\nsimulator: {image: factory.bin}\n`);
    return path;
  };

  const codeOf = (path: string, release?: string): Promise<string> =>
    chosenBench(path, release).then(
      (file) => file.boards[0]?.at ?? '',
      (error: unknown) => (error instanceof BadInput ? error.code : String(error)),
    );

  for (const release of ['2.4.0.0', '3.3.0.0-MINI-1']) {
    it(`has a board that boots on what is in it: ${release}`, async () => {
      const device = await sampleDevice();
      const { image } = writeIntoImage(await unfilledImage(release), device);
      const file = await chosenBench(await benchWith(image));
      const [entry] = file.boards as [BoardEntry];
      const surroundings = { cloud: '127.0.0.1:9', journal: silent };

      await using opened = await openBenchBoard(file, entry, surroundings);

      expect(entry.at).to.equal(`sim://b?release=${release}`);
      expect(release).to.match(new RegExp(`^${opened.board.identity.release}`));
      const { whole } = await opened.board.heldCredentials({ device });
      expect(whole).to.equal('device');
    });
  }

  it('is refused before the run where board and image do not fit together', async () => {
    const image = await factoryImage('2.2.0.0');

    expect(await codeOf(await benchWith(image, 'sim://b?release=3.4.0.0'))).to.equal(
      'IMAGE_OF_OTHER_RELEASE',
    );
    expect(await codeOf(await benchWith(image), '3.4.0.0')).to.equal('IMAGE_OF_OTHER_RELEASE');
    expect(await codeOf(await benchWith(image), '2.2.0.0')).to.equal('sim://b?release=2.2.0.0');
  });

  it('takes the release that was asked for where the image tells none', async () => {
    const path = await benchWith(await renamedImage('2.2.0.0', '1.0'));

    expect(await codeOf(path)).to.equal('IMAGE_RELEASE');
    expect(await codeOf(path, '2.4.0.0')).to.equal('sim://b?release=2.4.0.0');
  });
});
