import type { Firmware } from './firmware.ts';
import { storedCredential } from './stored-credential.ts';
import type { CredentialBytes } from './tls/credentials.ts';

type Item = 'ca' | 'cert' | 'key';

/** Which credentials a scheme loads, and the code for each that is missing, in the order in which they are loaded. */
const NEEDED: Readonly<Record<number, readonly (readonly [Item, number])[]>> = {
  3: [['ca', 0x6021]],
  4: [
    ['cert', 0x6023],
    ['key', 0x6025],
  ],
  5: [
    ['ca', 0x6021],
    ['cert', 0x6023],
    ['key', 0x6025],
  ],
};

const load = (firmware: Firmware, item: Item): Uint8Array | undefined =>
  storedCredential(firmware, `mqtt_${item}`);

/** The credentials of MQTT as they stand in the flash now. */
export const loadCredentials = (firmware: Firmware): CredentialBytes => ({
  ca: load(firmware, 'ca'),
  certificate: load(firmware, 'cert'),
  key: load(firmware, 'key'),
});

/** The code of the first credential that a scheme needs and the flash does not hold. */
export const missingCredential = (firmware: Firmware, scheme: number): number | undefined =>
  (NEEDED[scheme] ?? []).find(([item]) => load(firmware, item) === undefined)?.[1];
