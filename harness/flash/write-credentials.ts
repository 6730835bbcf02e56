import type { DeviceCredentials } from '../../certs/credentials.ts';
import {
  type CredentialUser,
  type PlacedCredential,
  placeCredentials,
} from '../../certs/pki/credential-images.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { hasManufacturing } from './manufacturing-steps.ts';
import { PartitionMissing } from './partition-map.ts';
import type { Written } from './store.ts';
import { type BoardFlash, type Packed, WAYS, type Way, type WayOptions } from './ways.ts';
import { NVS_PARTITION } from './write-value.ts';

export interface EraseOptions extends WayOptions {
  /** Decided by what the board answers unless told. */
  readonly via?: Way;
  /** Whose credentials they are on the board; those of MQTT unless told. */
  readonly user?: CredentialUser;
}

export interface WriteCredentialsOptions extends EraseOptions {
  /**
   * Other places than the user's, by the proper one's name. `{mqtt_cert: 'client_cert'}` is a classic mistake, and
   * `{mqtt_ca: 'mqtt_ca.0'}` another, on boards that keep credentials in their NVS.
   */
  readonly places?: Readonly<Record<string, string>>;
}

/**
 * Which way a board takes, by what it answers: one that was updated over the air keeps the old partitions and refuses
 * `AT+SYSMFG`, whatever its release.
 * @throws BadInput `NVS_NOT_MOUNTED` when it has an NVS for credentials and cannot use it
 * @throws PartitionMissing when it has no place for them at all
 */
export const chooseWay = async (
  { client, map }: BoardFlash,
  user: CredentialUser = 'mqtt',
): Promise<Way> => {
  if (await hasManufacturing(client)) return 'sysmfg';
  const names = map.map(({ name }) => name);
  if (names.includes(`${user}_cert`)) return 'sysflash';
  if (!names.includes(NVS_PARTITION)) throw new PartitionMissing(`${user}_cert`, names);
  throw new BadInput(
    'NVS_NOT_MOUNTED',
    `the board has a partition "${NVS_PARTITION}" and refuses AT+SYSMFG: either its flash is that of a later release than its firmware, or the firmware could not use what is in it when it started; restart the board, and if that does not help flash its factory image, or write by way of sysflash-nvs, which keeps all values that can be read, and restart`,
  );
};

/** Certificate, key and root as a board takes them, in the order ca, cert, key. */
export const packCredentials = (
  way: Way,
  credentials: DeviceCredentials,
  { user = 'mqtt', places = {} }: Pick<WriteCredentialsOptions, 'user' | 'places'> = {},
): readonly Packed[] =>
  placeCredentials(credentials, user).map((placed: PlacedCredential) => ({
    place: places[placed.place] ?? placed.place,
    bytes: WAYS[way].pack(placed),
  }));

/**
 * Puts certificate, key and root where the firmware looks for them.
 * @throws PartitionMissing, BadInput `PARTITION_TOO_SMALL`, `CREDENTIAL_SIZE`, `NVS_NAME`, all before flash is touched
 * @throws FlashMismatch, WireUnreliable
 * @throws AtRefused, AtTimeout when the board refused, or did not answer, twice
 */
export const writeCredentials = (
  board: BoardFlash,
  way: Way,
  credentials: DeviceCredentials,
  options: WriteCredentialsOptions = {},
): Promise<readonly Written[]> =>
  WAYS[way].write(board, packCredentials(way, credentials, options), options);

/** Takes a user's credentials away: partitions become FF, keys of the NVS vanish. */
export const eraseCredentials = (
  board: BoardFlash,
  way: Way,
  { user = 'mqtt', ...options }: EraseOptions = {},
): Promise<void> =>
  WAYS[way].erase(
    board,
    ['ca', 'cert', 'key'].map((item) => `${user}_${item}`),
    options,
  );
