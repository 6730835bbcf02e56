import { firmwareItem } from '../../certs/pki/firmware-item.ts';
import type { Firmware } from './firmware.ts';

/** A partition for each kind of credential, with a PKI image in it. */
const fromPartition = (
  { partitions, flash }: Firmware,
  name: string,
  item: number,
): Uint8Array | undefined => {
  const partition = partitions?.find((candidate) => candidate.name === name);
  if (!partition || !flash.holds(partition.address, partition.size)) return undefined;
  const found = firmwareItem(flash.read(partition.address, partition.size), item);
  return found instanceof Uint8Array ? found : undefined;
};

/**
 * A credential as it stands in the flash now, read anew each time; undefined where the firmware finds nothing.
 * @param name `mqtt_ca`, `client_cert`, ...: a partition, or a namespace of `mfg_nvs` with PEM files
 * @param set which of several: the item of the partition's image, or the key `client_cert.1`. Left out where there is
 * one only, whose key has its namespace's name; `mqtt_ca.0` is never looked at.
 */
export const storedCredential = (
  firmware: Firmware,
  name: string,
  set?: number,
): Uint8Array | undefined => {
  const { storage, manufacturing, hardware } = firmware;
  const used = set === undefined ? undefined : (hardware.seams.tls?.set?.(set) ?? set);
  const key = used === undefined ? name : `${name}.${used}`;
  const found =
    storage.mode === 2
      ? fromPartition(firmware, name, used ?? 0)
      : manufacturing?.get(name, key, 'blob')?.value;
  return found instanceof Uint8Array && found.length > 0 ? found : undefined;
};
