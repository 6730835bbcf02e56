import type { DeviceCredentials } from '../../../../certs/credentials.ts';
import { readNvs } from '../../../../certs/nvs/nvs-reader.ts';
import { pemIn } from '../../../../certs/pki/packed-credential.ts';
import { readFlashMap } from '../../../../simulators/esp-at/flash/flash-map.ts';
import type { NorFlash } from '../../../../simulators/esp-at/flash/nor-flash.ts';
import type { ReleaseProfile } from '../../../../simulators/esp-at/releases/profile.ts';

const PLACES = { mqtt_ca: 'caPem', mqtt_cert: 'certificatePem', mqtt_key: 'keyPem' } as const;

type Pems = Readonly<Record<string, string>>;

/** Credentials and, by way of comparison, everything that was to stay as it is. */
interface Contents {
  readonly credentials: Pems;
  readonly others: Pems;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A partition that holds no image has no credential. */
const pemOrNothing = (bytes: Uint8Array): string => {
  try {
    return pemIn(bytes);
  } catch {
    return '';
  }
};

/**
 * Looks into the chip itself, as no harness can: what stands where the firmware looks for its credentials of MQTT, and
 * what in all other places that AT commands can change.
 */
export const lookIntoFlash = (flash: NorFlash, profile: ReleaseProfile): Contents => {
  const partitions = readFlashMap(flash, profile.layout)?.secondary ?? [];
  const all = partitions.flatMap(({ name, address, size }): [string, string, boolean][] => {
    const bytes = flash.read(address, size);
    if (name !== 'mfg_nvs') {
      const isCredential = name in PLACES;
      return [[name, isCredential ? pemOrNothing(bytes) : hex(bytes), isCredential]];
    }
    return readNvs(bytes).entries.map(({ namespace, key, value }) => {
      const isCredential = namespace in PLACES && key === namespace;
      if (!(value instanceof Uint8Array)) return [`${namespace}/${key}`, String(value), false];
      const text = isCredential ? Buffer.from(value).toString() : hex(value);
      return [isCredential ? namespace : `${namespace}/${key}`, text, isCredential];
    });
  });
  const chosen = (wanted: boolean): Pems =>
    Object.fromEntries(all.filter(([, , isCredential]) => isCredential === wanted));
  return { credentials: chosen(true), others: chosen(false) };
};

/** What is wrong with the bytes of a board whose run was green; nothing, if they are right. */
export const wrongBytes = (
  before: Contents,
  after: Contents,
  wanted: DeviceCredentials,
): readonly string[] => {
  const credentials = Object.entries(PLACES)
    .filter(([place, pem]) => after.credentials[place] !== wanted[pem])
    .map(([place]) => `${place} does not hold what was to be written`);
  const names = new Set([...Object.keys(before.others), ...Object.keys(after.others)]);
  const others = [...names]
    .filter((name) => before.others[name] !== after.others[name])
    .map((name) => `${name} was changed`);
  return [...credentials, ...others];
};
