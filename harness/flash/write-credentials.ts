import {
  type CredentialUser,
  imageOf,
  type PlacedCredential,
  placeCredentials,
} from '../../certs/credential-images.ts';
import type { DeviceCredentials } from '../../certs/credentials.ts';
import { requireFits } from '../../certs/pki-image.ts';
import { BadInput } from '../../errors/bench-error.ts';
import type { Journal } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';
import { type PartitionMap, PartitionMissing, requirePartition } from './partition-map.ts';
import { type WriteOptions, type WrittenPartition, writePartition } from './write-partition.ts';

/** How credentials get into a board: PKI images into partitions of their own, or PEM into its NVS. */
export type Way = 'sysflash' | 'sysmfg';

export interface WriteCredentialsOptions extends WriteOptions {
  /** Decided by what the board answers unless told. */
  readonly via?: Way;
  /** Whose credentials they are on the board; those of MQTT unless told. */
  readonly user?: CredentialUser;
  /** Other partitions than the user's, by the proper one's name: `{mqtt_cert: 'client_cert'}` is a classic mistake. */
  readonly places?: Readonly<Record<string, string>>;
}

const NVS_PARTITION = 'mfg_nvs';

/**
 * Which way a board takes, by its own partitions: one that was updated over the air keeps the old ones, whatever its
 * release.
 * @throws PartitionMissing when it has neither
 */
export const chooseWay = (map: PartitionMap, user: CredentialUser = 'mqtt'): Way => {
  const names = map.map(({ name }) => name);
  if (names.includes(NVS_PARTITION)) return 'sysmfg';
  if (names.includes(`${user}_cert`)) return 'sysflash';
  throw new PartitionMissing(`${user}_cert`, names);
};

/**
 * Puts certificate, key and root where the firmware looks for them.
 * @throws PartitionMissing, BadInput `PARTITION_TOO_SMALL`, `WAY_NOT_AVAILABLE`, all before flash is touched
 * @throws what writePartition throws
 */
export const writeCredentials = async (
  client: AtClient,
  journal: Journal,
  map: PartitionMap,
  credentials: DeviceCredentials,
  { via, user = 'mqtt', places = {}, ...options }: WriteCredentialsOptions = {},
): Promise<readonly WrittenPartition[]> => {
  const way = via ?? chooseWay(map, user);
  if (way === 'sysmfg') throw notYet();
  const jobs = placeCredentials(credentials, user).map((placed: PlacedCredential) => {
    const partition = requirePartition(map, places[placed.place] ?? placed.place);
    const image = imageOf(placed);
    requireFits(image, { partition: partition.name, size: partition.size });
    return { partition, image };
  });
  const written: WrittenPartition[] = [];
  for (const { partition, image } of jobs) {
    written.push(await writePartition(client, journal, partition, image, options));
  }
  return written;
};

const notYet = (): BadInput =>
  new BadInput(
    'WAY_NOT_AVAILABLE',
    `credentials of this board belong into its "${NVS_PARTITION}" (AT+SYSMFG), which this version of the harness cannot write; use a board with firmware up to 2.4, or one that kept the partitions of such`,
  );
