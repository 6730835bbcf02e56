import { crc32 } from 'node:zlib';
import { CHIP_IDS } from '../../../certs/factory-image/app-header.ts';
import { factoryFlash } from '../flash/factory.ts';
import { releaseProfile } from '../releases/releases.ts';

/** For tests: the factory image of a simulated release. */
export const factoryImage = async (release: string): Promise<Buffer> => {
  const flash = await factoryFlash(releaseProfile(release));
  return flash.read(0, flash.size);
};

/** Where an image's application begins, or says its version. */
const placesOf = (release: string) => {
  const { bootloaderAddress, primary } = releaseProfile(release).layout;
  const application = primary.find(({ name }) => name === 'ota_0')?.address ?? 0;
  return { bootloaderAddress, application };
};

/** The factory image of a release without the erased flash behind its application. */
export const unfilledImage = async (release: string): Promise<Buffer> => {
  const image = await factoryImage(release);
  const used = image.findLastIndex((byte) => byte !== 0xff) + 1;
  return image.subarray(0, used);
};

/** The factory image of a release whose application calls its version otherwise. */
export const renamedImage = async (release: string, version: string): Promise<Buffer> => {
  const image = await factoryImage(release);
  const at = placesOf(release).application + 0x30;
  image.fill(0, at, at + 32);
  image.write(version, at, 'latin1');
  return image;
};

/** The factory image of a release, built for another chip. */
export const otherChipImage = async (release: string, chip: string): Promise<Buffer> => {
  const image = await factoryImage(release);
  const { bootloaderAddress, application } = placesOf(release);
  for (const at of [bootloaderAddress, application]) {
    image.writeUInt16LE(CHIP_IDS[chip] ?? 0xff, at + 12);
  }
  return image;
};

/** The flash of a board that was updated over the air: the new application is in the second place, all else is as before. */
export const updatedFlash = async (before: string, after: string): Promise<Buffer> => {
  const flash = await factoryImage(before);
  const application = placesOf(after).application;
  const newer = (await factoryImage(after)).subarray(application, application + 0x1000);
  const { primary } = releaseProfile(before).layout;
  const addressOf = (name: string) => primary.find((each) => each.name === name)?.address ?? 0;
  newer.copy(flash, addressOf('ota_1'));
  const chosen = addressOf('otadata');
  flash.writeUInt32LE(2, chosen);
  flash.writeUInt32LE(crc32(flash.subarray(chosen, chosen + 4), 0xffffffff), chosen + 28);
  return flash;
};
