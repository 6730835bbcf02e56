import type { DeviceCredentials } from '../credentials.ts';
import { type PkiItemType, packPkiImage } from './pki-image.ts';

/**
 * Who on the board uses credentials: MQTT, `CIPSTART` connections (client), `CIPSERVER` (server), or enterprise
 * Wi-Fi (wpa2). Each has partitions, or NVS namespaces, of its own, and does not see those of the others.
 */
export type CredentialUser = 'mqtt' | 'client' | 'server' | 'wpa2';

/** One credential and where it belongs: the partition up to 2.4, the NVS namespace from 3.2 on, bears this name. */
export interface PlacedCredential {
  /** `mqtt_cert`, `client_key`, ... */
  readonly place: string;
  readonly type: PkiItemType;
  readonly pem: string;
  readonly isSecret: boolean;
}

/** A user's three credentials with their places, in the order ca, cert, key. */
export const placeCredentials = (
  credentials: DeviceCredentials,
  user: CredentialUser = 'mqtt',
): readonly PlacedCredential[] => [
  { place: `${user}_ca`, type: 'ca', pem: credentials.caPem, isSecret: false },
  { place: `${user}_cert`, type: 'cert', pem: credentials.certificatePem, isSecret: false },
  { place: `${user}_key`, type: 'key', pem: credentials.keyPem, isSecret: true },
];

/** The PKI image that credentials have for one place: `mqtt_cert`. */
export const imageFor = (credentials: DeviceCredentials, place: string): Uint8Array => {
  const placed = placeCredentials(credentials).find((each) => each.place === place);
  if (!placed) throw new TypeError(`no credential of MQTT belongs into ${place}`);
  return imageOf(placed);
};

/** The PKI image of one placed credential, as firmware up to 2.4 wants it in its partition. */
export const imageOf = ({ type, pem }: PlacedCredential): Uint8Array =>
  packPkiImage([{ type, content: Buffer.from(pem) }]);
