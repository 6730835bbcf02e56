import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInput } from '../../../errors/bench-error.ts';
import { releaseProfile } from '../releases/releases.ts';
import { openBoardFlash } from './board-flash.ts';
import { readReleaseImage } from './read-image.ts';
import { factoryImage, renamedImage, unfilledImage } from './sample-images.ts';

describe('A factory image for a simulated board', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-'));
  });

  after(() => rm(folder, { recursive: true }));

  const keep = async (name: string, bytes: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };

  const codeOf = async (act: Promise<unknown>): Promise<string> =>
    act.then(
      () => 'done',
      (error: unknown) => (error instanceof BadInput ? error.code : String(error)),
    );

  for (const release of ['2.2.0.0', '4.1.1.0-MINI-1']) {
    it(`may leave out the erased flash behind its application: ${release}`, async () => {
      const { profile, flash } = await readReleaseImage(
        await keep('unfilled.bin', await unfilledImage(release)),
        undefined,
      );

      expect(profile.name).to.equal(release);
      expect(
        flash()
          .read(0, flash().size)
          .equals(await factoryImage(release)),
      ).to.equal(true);
    });
  }

  it('is refused where it ends before that, wherever it does', async () => {
    const whole = await unfilledImage('2.2.0.0');

    for (const end of [whole.length - 1, 0x100020, 0x100001, 0x100000, 0x3b000, 0x20fff, 0x8020]) {
      const path = await keep('cut.bin', whole.subarray(0, end));

      expect(await codeOf(readReleaseImage(path, undefined))).to.be.oneOf([
        'IMAGE_CUT_SHORT',
        'SECONDARY_TABLE_MISSING',
        'NOT_AN_ESP_AT_IMAGE',
      ]);
    }
  });

  it('is refused where it is none, or its tables are damaged', async () => {
    const damaged = await factoryImage('2.2.0.0');
    damaged[0x20000 + 12] = 0x41;

    for (const [bytes, code] of [
      [Buffer.alloc(0), 'NOT_AN_ESP_AT_IMAGE'],
      [Buffer.alloc(0x400000, 0xff), 'NOT_AN_ESP_AT_IMAGE'],
      [Buffer.alloc(0x1000001), 'FLASH_SIZE'],
      [damaged, 'TABLE_CHECKSUM'],
    ] as const) {
      expect(await codeOf(readReleaseImage(await keep('bad.bin', bytes), '2.2.0.0'))).to.equal(
        code,
      );
    }
    expect(await codeOf(readReleaseImage(join(folder, 'none'), undefined))).to.equal(
      'FILE_MISSING',
    );
  });

  it('is what a new flash file begins with, and nothing to one that is there', async () => {
    const file = join(folder, 'kept.bin');
    const bytes = await factoryImage('2.2.0.0');
    bytes.write('mine', 0x70000);
    const image = await readReleaseImage(await keep('mine.bin', bytes), undefined);
    const { profile } = image;
    {
      using kept = await openBoardFlash(profile, { image, file });
      expect(kept.flash.read(0x70000, 4).toString()).to.equal('mine');
      kept.flash.erase(0x70000, 0x1000);
    }

    using again = await openBoardFlash(profile, { image, file });

    expect(again.flash.read(0x70000, 4).toString('hex')).to.equal('ffffffff');
  });

  it('that is kept is refused by a board of another release', async () => {
    const untold = await keep('untold.bin', await renamedImage('2.2.0.0', '1.0'));
    const open = (file: string, release: string) =>
      codeOf(openBoardFlash(releaseProfile(release), { file }));

    for (const release of ['3.4.0.0', '2.4.0.0', '2.3.0.0-MINI-1']) {
      const path = await keep('own.bin', await factoryImage('2.2.0.0'));
      expect(await open(path, release)).to.equal('FLASH_OF_OTHER_RELEASE');
    }
    expect(await open(untold, '2.4.0.0')).to.equal('done');
    expect(await open(untold, '3.4.0.0')).to.equal('FLASH_OF_OTHER_RELEASE');
    expect(await open(await keep('erased.bin', Buffer.alloc(0x400000, 0xff)), '3.4.0.0')).to.equal(
      'done',
    );
  });
});
