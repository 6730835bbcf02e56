import { appVersion } from '../../../certs/factory-image/app-version.ts';
import { NVS_PARTITION } from '../../../certs/factory-image/credential-place.ts';
import { describeImage } from '../../../certs/factory-image/describe-image.ts';
import { flashSizeOf } from '../../../certs/factory-image/flash-size.ts';
import { type FlashTables, readFlashTables } from '../../../certs/factory-image/flash-tables.ts';
import { imageChip } from '../../../certs/factory-image/image-chip.ts';
import type { Partition } from '../../../certs/partition-table.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { RELEASES, releaseProfile } from '../releases/releases.ts';

/** What the content of a flash tells of the firmware that it belongs to. */
export interface ImageFacts {
  /** `ESP32C3`; undefined where no program tells. */
  readonly chip: string | undefined;
  /** `3.4.0.0`; undefined where no application tells one. */
  readonly release: string | undefined;
  /** `WROOM-32`; undefined where there are no factory parameters. */
  readonly module: string | undefined;
  /** Bytes of the flash; undefined where neither a bootloader nor the length tells. */
  readonly flashSize: number | undefined;
  readonly tables: FlashTables;
}

/** All that there are. */
export const SIMULATED = RELEASES.map(releaseProfile);

const RELEASE = /\d+\.\d+\.\d+\.\d+/;

const moduleOf = (image: Uint8Array): string | undefined => {
  const { module, module_name: name = module } = describeImage(image).parameters;
  return name === '' ? undefined : name;
};

/** Throws BadInput NOT_AN_ESP_AT_IMAGE. */
export const imageFacts = (image: Uint8Array): ImageFacts => {
  const tables = readFlashTables(image);
  return {
    chip: imageChip(image, tables),
    release: RELEASE.exec(appVersion(image, tables) ?? '')?.[0],
    module: moduleOf(image),
    flashSize: flashSizeOf(image),
    tables,
  };
};

/** Where a table is, and all that it names. */
const spellTable = (address: number, partitions: readonly Partition[]): string =>
  [address, ...partitions.map((each) => `${each.name} ${each.address} ${each.size}`)].join();

/**
 * Whether a release keeps its flash so: the same chip and primary table, and credentials of its generation. A board that
 * was updated over the air may have those of the generation before: there the application has to say so itself.
 */
const fits = (
  { chip, release, flashSize, tables: { primary, secondary } }: ImageFacts,
  profile: ReleaseProfile,
): boolean => {
  const { layout } = profile;
  const hasNvs = secondary?.partitions.some(({ name }) => name === NVS_PARTITION) ?? false;
  return (
    (chip === undefined || chip === profile.chip.name) &&
    flashSize === layout.size &&
    spellTable(primary.address, primary.partitions) ===
      spellTable(layout.primaryTableAddress, layout.primary) &&
    (hasNvs === profile.mountsManufacturing || (!hasNvs && release === profile.release))
  );
};

/** Whether a release may run on it: it keeps its flash so, and the image is not, by its own words, another simulated one. */
export const suits = (facts: ImageFacts, profile: ReleaseProfile): boolean => {
  const { release } = facts;
  const fitting = SIMULATED.filter((each) => fits(facts, each));
  const isTold = fitting.some((each) => each.release === release);
  return fitting.includes(profile) && (profile.release === release || !isTold);
};
