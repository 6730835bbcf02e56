import { BadInput } from '../../errors/bench-error.ts';
import type { DeviceCredentials } from '../credentials.ts';
import { FACTORY_PARAMETERS } from '../factory-parameters.ts';
import { nvsLosses } from '../nvs/nvs-losses.ts';
import { nvsPlaceOf } from '../nvs/nvs-place.ts';
import { packProvenNvs } from '../nvs/nvs-proof.ts';
import { readNvs } from '../nvs/nvs-reader.ts';
import { nvsBlob } from '../nvs/nvs-value.ts';
import type { Partition } from '../partition-table.ts';
import {
  type CredentialUser,
  imageOf,
  type PlacedCredential,
  placeCredentials,
} from '../pki/credential-images.ts';
import { firmwareItem } from '../pki/firmware-item.ts';
import { requireFits } from '../pki/pki-image.ts';
import { printable } from '../printable.ts';
import { NVS_PARTITION } from './credential-place.ts';
import { readFlashTables } from './flash-tables.ts';
import { partitionBytes } from './partition-bytes.ts';
import { requireUnchanged } from './require-unchanged.ts';
import { tableProblems } from './table-problems.ts';

/** An image with credentials in it. */
export interface WrittenImage {
  readonly image: Uint8Array;
  /** Outside of these, each byte is that of the old image. */
  readonly changed: readonly Partition[];
}

interface Change {
  readonly partition: Partition;
  readonly bytes: Uint8Array;
}

/** Throws BadInput with the code of the first problem, or IMAGE_CUT_SHORT. */
const partitionsOf = (image: Uint8Array): readonly Partition[] => {
  const tables = readFlashTables(image);
  const [problem] = tableProblems(image, tables);
  if (!problem) return tables.secondary?.partitions ?? [];
  throw new BadInput(
    problem.code,
    `${problem.sentence} Nothing was written; take the factory image from its release again.`,
  );
};

const whole = (image: Uint8Array, partition: Partition): Uint8Array => {
  const bytes = partitionBytes(image, partition);
  if (bytes.length === partition.size) return bytes;
  throw new BadInput(
    'IMAGE_CUT_SHORT',
    `The image ends before its partition "${partition.name}" does. Nothing was written; take the whole image.`,
  );
};

const changeNvs = (
  image: Uint8Array,
  partition: Partition,
  placed: readonly PlacedCredential[],
): Change => {
  const old = readNvs(whole(image, partition));
  const [lost] = nvsLosses(old);
  if (lost || old.keys(FACTORY_PARAMETERS).length === 0) {
    throw new BadInput(
      'NVS_NOT_READABLE',
      `Not all that "${partition.name}" holds can be read, and so cannot be kept: ${lost?.sentence ?? 'it has no factory parameters.'} Nothing was written; take the factory image from its release again.`,
    );
  }
  const wanted = placed.reduce((nvs, { place, pem }) => {
    const { namespace, key } = nvsPlaceOf(place);
    return nvs.with(namespace, key, nvsBlob(Buffer.from(pem)));
  }, old);
  return { partition, bytes: packProvenNvs(wanted, partition.size) };
};

const changePartition = (
  image: Uint8Array,
  partitions: readonly Partition[],
  placed: PlacedCredential,
): Change => {
  const partition = partitions.find(({ name }) => name === placed.place);
  if (!partition) {
    throw new BadInput(
      'PARTITION_UNKNOWN',
      `The image's tables name no partition "${placed.place}"; they name ${partitions.map(({ name }) => printable(name)).join(', ')}. Nothing was written.`,
    );
  }
  const packed = imageOf(placed);
  requireFits(packed, { partition: partition.name, size: whole(image, partition).length });
  const bytes = Buffer.alloc(partition.size, 0xff);
  bytes.set(packed);
  const item = firmwareItem(bytes);
  if (item instanceof Uint8Array && Buffer.from(placed.pem).equals(item)) {
    return { partition, bytes };
  }
  throw new TypeError(`the new image for ${placed.place} does not give back what was packed`);
};

/**
 * Puts credentials into a copy of a factory image: as PKI images into partitions of their own (up to 2.4), or into an NVS
 * of which all other keys are kept (from 3.2 on), as the image's own tables say. Looks at the result before it gives it.
 * Throws BadInput NOT_AN_ESP_AT_IMAGE, FLASH_SIZE, TABLE_CHECKSUM, PARTITION_OUTSIDE, PARTITION_UNALIGNED, PARTITION_TWICE,
 * PARTITIONS_OVERLAP, SECONDARY_TABLE_MISSING, IMAGE_CUT_SHORT, PARTITION_UNKNOWN, PARTITION_TOO_SMALL,
 * NOT_AN_NVS_IMAGE, NVS_NOT_READABLE or NVS_TOO_LARGE. Whether the credentials are sound is not asked here.
 */
export const writeIntoImage = (
  image: Uint8Array,
  credentials: DeviceCredentials,
  user: CredentialUser = 'mqtt',
): WrittenImage => putIntoImage(image, placeCredentials(credentials, user));

/** The same for credentials whose places are chosen already, be it the wrong ones. */
export const putIntoImage = (
  image: Uint8Array,
  placed: readonly PlacedCredential[],
): WrittenImage => {
  const partitions = partitionsOf(image);
  const nvs = partitions.find(({ name }) => name === NVS_PARTITION);
  const changes = nvs
    ? [changeNvs(image, nvs, placed)]
    : placed.map((each) => changePartition(image, partitions, each));
  const written = Buffer.from(image);
  for (const { partition, bytes } of changes) written.set(bytes, partition.address);
  const changed = changes.map(({ partition }) => partition);
  requireUnchanged(image, written, changed);
  return { image: written, changed };
};
