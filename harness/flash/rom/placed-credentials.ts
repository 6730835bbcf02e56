import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { nvsPlaceOf } from '../../../certs/nvs/nvs-place.ts';
import {
  imageOf,
  type PlacedCredential,
  placeCredentials,
} from '../../../certs/pki/credential-images.ts';
import { sha256 } from '../../../certs/sha256.ts';
import type { Written } from '../store.ts';
import type { WriteCredentialsOptions } from '../write-credentials.ts';
import { spellPlace } from '../write-value.ts';
import { hex, type Region } from './regions.ts';

/** Whose credentials they are on the board, and where else than usual they go. */
export interface Placing {
  readonly user?: WriteCredentialsOptions['user'] | undefined;
  readonly places?: WriteCredentialsOptions['places'] | undefined;
}

export const placedFor = (
  credentials: DeviceCredentials,
  { user = 'mqtt', places = {} }: Placing,
): readonly PlacedCredential[] =>
  placeCredentials(credentials, user).map((each) => ({
    ...each,
    place: places[each.place] ?? each.place,
  }));

/** A credential as it stands in flash now. @param changed the partitions that were written */
export const describePlaced = (
  placed: PlacedCredential,
  changed: readonly Pick<Region, 'name' | 'address'>[],
): Written => {
  const { place: name, pem } = placed;
  const region = changed.find((each) => each.name === name);
  const bytes = region ? imageOf(placed) : Buffer.from(pem);
  const where = region ? hex(region.address) : spellPlace(nvsPlaceOf(name));
  return { name, where, bytes: bytes.length, sha256: sha256(bytes) };
};
