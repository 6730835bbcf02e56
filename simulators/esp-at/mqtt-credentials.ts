import { firmwareItem } from '../../certs/firmware-item.ts';
import type { Firmware } from './firmware.ts';
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

/** What stands in the partition of a credential, read anew each time; undefined where the firmware finds none. */
const load = (
  { partitions, hardware: { flash } }: Firmware,
  item: Item,
): Uint8Array | undefined => {
  const partition = partitions?.find(({ name }) => name === `mqtt_${item}`);
  if (!partition || !flash.holds(partition.address, partition.size)) return undefined;
  const found = firmwareItem(flash.read(partition.address, partition.size));
  return found instanceof Uint8Array && found.length > 0 ? found : undefined;
};

/** The credentials of MQTT as they stand in the flash now. */
export const loadCredentials = (firmware: Firmware): CredentialBytes => ({
  ca: load(firmware, 'ca'),
  certificate: load(firmware, 'cert'),
  key: load(firmware, 'key'),
});

/** The code of the first credential that a scheme needs and the flash does not hold. */
export const missingCredential = (firmware: Firmware, scheme: number): number | undefined =>
  (NEEDED[scheme] ?? []).find(([item]) => load(firmware, item) === undefined)?.[1];
