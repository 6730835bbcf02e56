import { appHeader } from '../../../certs/factory-image/app-header.ts';
import { factoryFlash } from '../../../simulators/esp-at/flash/factory.ts';
import type { ReleaseProfile } from '../../../simulators/esp-at/releases/profile.ts';
import { releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import type { FlashChip } from '../../flash/rom/flash-chip.ts';
import type { Region } from '../../flash/rom/regions.ts';

/** For tests: a release as a factory image and as the files that it is made of. */
export interface FactoryRelease {
  readonly profile: ReleaseProfile;
  readonly chip: FlashChip;
  readonly image: Buffer;
  readonly files: readonly Region[];
}

const NAMES: Readonly<Record<string, string>> = { ESP32: 'ESP32', ESP32C3: 'ESP32-C3' };

/** A release of the simulator. */
export const factoryRelease = async (release: string): Promise<FactoryRelease> => {
  const profile = releaseProfile(release);
  const { layout, chip } = profile;
  const flash = await factoryFlash(profile);
  const image = flash.read(0, flash.size);
  const file = (name: string, address: number, size: number): Region => ({
    name,
    address,
    bytes: image.subarray(address, address + size),
  });
  const program = (name: string, address: number): Region =>
    file(name, address, appHeader(image, address)?.bytes ?? 0);
  const addressOf = (name: string): number =>
    layout.primary.find((each) => each.name === name)?.address ?? 0;
  return {
    profile,
    chip: {
      name: NAMES[chip.name] ?? chip.name,
      programName: chip.name,
      bootloaderAddress: layout.bootloaderAddress,
      flashSize: flash.size,
    },
    image,
    files: [
      file('partition-table.bin', layout.primaryTableAddress, 0xc00),
      program('esp-at.bin', addressOf('ota_0')),
      file('at_customize.bin', addressOf('at_customize'), 0xc00),
      program('bootloader.bin', layout.bootloaderAddress),
      ...layout.secondary
        .filter(({ name }) => name !== 'fatfs')
        .map(({ name, address, size }) => file(`${name}.bin`, address, size)),
    ],
  };
};
