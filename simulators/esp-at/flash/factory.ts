import { createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { toBinary } from '../../../certs/factory-parameters.ts';
import { type Partition, writePartitionTable } from '../../../certs/partition-table.ts';
import {
  type CredentialUser,
  imageOf,
  placeCredentials,
} from '../../../certs/pki/credential-images.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { bareProgram } from './bare-program.ts';
import { factoryNvs } from './factory-nvs.ts';
import type { FlashLayout } from './layouts.ts';
import { NorFlash } from './nor-flash.ts';

/** Whose demo certificates an old factory image carries. */
const DEMO_USERS: readonly CredentialUser[] = ['mqtt', 'client', 'server', 'wpa2'];

type Images = ReadonlyMap<string, Uint8Array>;

interface Demo {
  readonly credentials: DeviceCredentials;
  readonly images: Images;
}

let demo: Promise<Demo> | undefined;

/** Certificates that are well formed and good for nothing, as every factory image has them: one set a process. */
const demoCredentials = (): Promise<Demo> => {
  demo ??= makeDemo();
  return demo;
};

const makeDemo = async (): Promise<Demo> => {
  const authority = await createAuthority({ name: 'demo' });
  const credentials = await authority.issueDevice({ commonName: 'demo' });
  const placed = DEMO_USERS.flatMap((user) => placeCredentials(credentials, user));
  const images = new Map(placed.map((each) => [each.place, imageOf(each)]));
  return { credentials, images };
};

const partitionOf = ({ primary, secondary }: FlashLayout, name: string): Partition | undefined =>
  [...primary, ...secondary].find((partition) => partition.name === name);

/**
 * Flash as it leaves the factory: both tables, factory parameters, demo credentials; no settings. Of bootloader and
 * application there is what they tell of themselves; their code is not in it, since nobody executes it. What ESP-AT puts
 * there for its version is UNCONFIRMED; it is the name of the release here.
 */
export const factoryFlash = async (profile: ReleaseProfile): Promise<NorFlash> => {
  const { layout } = profile;
  const flash = NorFlash.erased(layout.size);
  flash.program(layout.primaryTableAddress, writePartitionTable(layout.primary, false));
  const put = (name: string, bytes: Uint8Array): void => {
    const address = partitionOf(layout, name)?.address;
    if (address !== undefined) flash.program(address, bytes);
  };
  const program = { chip: profile.chip.name, flashSize: layout.size };
  flash.program(layout.bootloaderAddress, bareProgram(program));
  put('ota_0', bareProgram({ ...program, version: `v${profile.release}` }));
  put('at_customize', writePartitionTable(layout.secondary, true));
  put('factory_param', toBinary(profile.factory));
  const { credentials, images } = await demoCredentials();
  for (const [name, image] of images) put(name, image);
  const nvs = partitionOf(layout, 'mfg_nvs');
  if (nvs) put('mfg_nvs', factoryNvs(profile, credentials, nvs.size));
  return flash;
};
