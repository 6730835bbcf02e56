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

/** Up to 2.4 a partition for each credential, with a PKI image in it. */
const fromPartition = (
  { partitions, hardware: { flash } }: Firmware,
  name: string,
): Uint8Array | undefined => {
  const partition = partitions?.find((candidate) => candidate.name === name);
  if (!partition || !flash.holds(partition.address, partition.size)) return undefined;
  const found = firmwareItem(flash.read(partition.address, partition.size));
  return found instanceof Uint8Array ? found : undefined;
};

/** What stands in the flash now, read anew each time; undefined where the firmware finds nothing. */
const load = (firmware: Firmware, item: Item): Uint8Array | undefined => {
  const name = `mqtt_${item}`;
  const { manufacturing } = firmware;
  // From 3.2 on the PEM file as it is. The key has its namespace's name; `mqtt_ca.0` is never looked at.
  const found = manufacturing
    ? manufacturing.get(name, name, 'blob')?.value
    : fromPartition(firmware, name);
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
