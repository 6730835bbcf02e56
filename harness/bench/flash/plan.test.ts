import { expect } from 'chai';
import fc from 'fast-check';
import { refusalCode } from '../../../errors/refusal-code.ts';
import type { FlashChip } from '../../flash/rom/flash-chip.ts';
import { planImage, planRelease } from '../../flash/rom/plan.ts';
import type { Region } from '../../flash/rom/regions.ts';
import { type FactoryRelease, factoryRelease } from './factory-release.ts';

const changed = (image: Uint8Array, at: number, ...bytes: number[]): Buffer => {
  const copy = Buffer.from(image);
  copy.set(bytes, at);
  return copy;
};

// One of each chip and generation.
for (const release of ['2.2.0.0', '2.3.0.0-MINI-1', '3.4.0.0', '4.1.1.0-MINI-1']) {
  describe(`What is to be written of ${release}`, () => {
    let wroom: FactoryRelease;
    let other: FactoryRelease;
    let chip: FlashChip;
    let bootloader: number;
    let app: number;

    before(async () => {
      wroom = await factoryRelease(release);
      other = await factoryRelease(release.includes('MINI') ? '3.4.0.0' : '4.1.1.0-MINI-1');
      chip = wroom.chip;
      bootloader = chip.bootloaderAddress;
      app = wroom.profile.layout.primary.find(({ name }) => name === 'ota_0')?.address ?? 0;
    });

    const imageCode = (image: Uint8Array): string => refusalCode(() => planImage('i', image, chip));
    const filesCode = (files: readonly Region[]): string =>
      refusalCode(() => planRelease({ parameters: {}, regions: files }, chip));
    const replaced = (name: string, by: Partial<Region>): Region[] =>
      wroom.files.map((file) => (file.name === name ? { ...file, ...by } : file));

    it('is the whole factory image, in one piece', () => {
      const [region, ...more] = planImage('factory.bin', wroom.image, chip);

      expect(region).to.deep.include({ name: 'factory.bin', address: 0 });
      expect(region?.bytes.length).to.equal(wroom.image.length);
      expect(more).to.deep.equal([]);
    });

    it('is each file of the release, in whatever order', () => {
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...wroom.files], { minLength: wroom.files.length }),
          (files) => {
            expect(planRelease({ parameters: {}, regions: files }, chip)).to.deep.equal(files);
          },
        ),
        { numRuns: 5 },
      );
    });

    it('is never the image or the files of another chip', () => {
      expect(imageCode(other.image)).to.equal('WRONG_CHIP');
      expect(filesCode(other.files)).to.equal('WRONG_CHIP');
      // The application alone.
      expect(imageCode(changed(wroom.image, app + 12, 9, 0))).to.equal('WRONG_CHIP');
      expect(imageCode(changed(wroom.image, bootloader + 12, 9, 0))).to.equal('WRONG_CHIP');
    });

    it('is nothing that was cut short, wherever', () => {
      const end = app + (wroom.files.find(({ name }) => name === 'esp-at.bin')?.bytes.length ?? 0);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: end - 1 }), (length) => {
          expect(imageCode(wroom.image.subarray(0, length))).not.to.equal('taken');
        }),
      );
      const short = wroom.files.find(({ name }) => name === 'esp-at.bin')?.bytes.subarray(0, 200);
      expect(filesCode(replaced('esp-at.bin', { bytes: short ?? Buffer.alloc(0) }))).to.equal(
        'IMAGE_CUT_SHORT',
      );
    });

    it('may end behind the application, as an unfilled image does', () => {
      const size = wroom.files.find(({ name }) => name === 'esp-at.bin')?.bytes.length ?? 0;

      expect(imageCode(wroom.image.subarray(0, app + size))).to.equal('taken');
    });

    it('is no image that is damaged, or lacks what a chip starts from', () => {
      const flipped = (wroom.image[app + 0x40] ?? 0) ^ 1;

      expect(imageCode(changed(wroom.image, app + 0x40, flipped))).to.equal('IMAGE_DAMAGED');
      expect(imageCode(changed(wroom.image, app, 0xff))).to.equal('PROGRAM_MISSING');
      expect(imageCode(changed(wroom.image, bootloader, 0xff))).to.equal('BOOTLOADER_MISSING');
      expect(imageCode(changed(wroom.image, 0x8000, 0xff))).to.equal('NOT_AN_ESP_AT_IMAGE');
      expect(imageCode(Buffer.alloc(4 << 20, 0xff))).to.equal('BOOTLOADER_MISSING');
    });

    it('is nothing that has slipped to another offset', () => {
      const slipped = Buffer.concat([Buffer.alloc(0x1000, 0xff), wroom.image.subarray(0, -0x1000)]);

      expect(imageCode(slipped)).to.equal('WRONG_OFFSET');
      expect(filesCode(replaced('at_customize.bin', { address: 0x3000 }))).not.to.equal('taken');
      const nowhere = { name: 'x', address: app - 0x1000, bytes: Buffer.alloc(16) };
      expect(filesCode([...wroom.files, nowhere])).to.equal('WRONG_OFFSET');
      const unaligned = replaced('esp-at.bin', { address: app + 4 });
      expect(filesCode(unaligned)).to.equal('OFFSET_UNALIGNED');
    });

    it('has room where it belongs', () => {
      const [first] = wroom.profile.layout.secondary;
      const name = `${first?.name}.bin`;
      const bytes = Buffer.alloc((first?.size ?? 0) + 1);

      expect(['REGIONS_OVERLAP', 'REGION_TOO_LARGE']).to.include(
        filesCode(replaced(name, { bytes })),
      );
      const small = { ...chip, flashSize: 2 << 20 };
      expect(refusalCode(() => planImage('i', wroom.image, small))).to.equal('FLASH_TOO_SMALL');
      const files = { parameters: {}, regions: wroom.files };
      expect(refusalCode(() => planRelease(files, small))).to.equal('FLASH_TOO_SMALL');
    });
  });
}
