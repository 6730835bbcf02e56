import { readKitCredentials } from '../../../certs/kits/kit-credentials.ts';
import type { CredentialUser } from '../../../certs/pki/credential-images.ts';
import { readBin } from '../../../certs/read-bin.ts';
import { planImage, planRelease } from '../../flash/rom/plan.ts';
import { hex } from '../../flash/rom/regions.ts';
import { readReleaseFolder } from '../../flash/rom/release-folder.ts';
import { writeCredentialsInLoader } from '../../flash/rom/write-credentials.ts';
import {
  type RomWritten,
  type WriteRegionsOptions,
  writeRegions,
} from '../../flash/rom/write-regions.ts';
import { say } from '../say.ts';
import { type FlashFlags, flashJob, type JobFacts, type JobHands } from './flash-job.ts';

export interface WriteFlags extends FlashFlags {
  readonly verify: boolean;
}

const optionsOf = ({ progress, signal }: JobHands, { verify }: WriteFlags): WriteRegionsOptions => {
  const onVerified = progress.begin('verifying');
  return { onProgress: progress.begin('writing'), onVerified, signal, verify };
};

/** What has become of the firmware. */
export const started = ({ isUp }: JobFacts): string =>
  isUp
    ? 'The firmware is up.'
    : 'The firmware was not seen to start: press EN (with BOOT released), or switch the board off and on.';

const toldOf = (flags: WriteFlags, done: RomWritten & JobFacts, more: readonly string[]): void => {
  const { bytes, compressedBytes, seconds, bytesPerSecond, regions, chip, port } = done;
  say(flags.json, { ...done, isVerified: flags.verify }, [
    `${port}: ${chip}, ${bytes} bytes written in ${seconds.toFixed(1)} s (${Math.round(bytesPerSecond)} bytes/s, ${compressedBytes} bytes on the wire)`,
    ...regions.map(
      ({ name, address, bytes: size }) => `  ${name}: ${hex(address)} to ${hex(address + size)}`,
    ),
    ...more,
    flags.verify ? 'Each of them has the MD5 that it should, as the chip says.' : 'Not verified.',
    started(done),
  ]);
};

/** A whole factory image. */
export const writeFactoryImage = async (file: string, flags: WriteFlags): Promise<void> => {
  const image = await readBin(file, 'a factory image');
  const done = await flashJob(flags, true, (hands) => {
    const regions = planImage(file, image, hands.loader.chip);
    return writeRegions(hands.loader, hands.journal, regions, optionsOf(hands, flags));
  });
  toldOf(flags, done, []);
};

/** The files of a release, where its `download.config` says. */
export const writeRelease = async (folder: string, flags: WriteFlags): Promise<void> => {
  const files = await readReleaseFolder(folder);
  const done = await flashJob(flags, true, (hands) => {
    const regions = planRelease(files, hands.loader.chip);
    return writeRegions(hands.loader, hands.journal, regions, optionsOf(hands, flags));
  });
  toldOf(flags, done, []);
};

/** Certificate, key and root alone. */
export const writeCredentials = async (
  paths: readonly string[],
  flags: WriteFlags & { readonly for: CredentialUser },
): Promise<void> => {
  const { credentials: device, names } = await readKitCredentials(paths);
  const done = await flashJob(flags, true, (hands) =>
    writeCredentialsInLoader(hands.loader, hands.journal, device, {
      ...optionsOf(hands, flags),
      user: flags.for,
    }),
  );
  toldOf(flags, done, [
    ...done.credentials.map(({ name, where, bytes }) => `  ${name}: ${bytes} bytes, ${where}`),
    `  certificate ${names.certificate}, key ${names.key}, root ${names.ca}`,
  ]);
};
