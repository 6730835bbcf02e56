import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { toNvs } from '../../../certs/factory-parameters.ts';
import { type NvsEntry, NvsImage } from '../../../certs/nvs/nvs-image.ts';
import { nvsBlob, nvsText } from '../../../certs/nvs/nvs-value.ts';
import { writeNvs } from '../../../certs/nvs/nvs-writer.ts';
import type { ReleaseProfile } from '../releases/profile.ts';

/** The three namespaces of a user, and under which keys: those of one set bear the namespace's own name. */
const credentialEntries = (
  { certificatePem, keyPem, caPem }: DeviceCredentials,
  user: string,
  sets: readonly string[],
): NvsEntry[] =>
  Object.entries({ cert: certificatePem, key: keyPem, ca: caPem }).flatMap(([part, pem]) => {
    const namespace = `${user}_${part}`;
    return sets.map((set) => ({ namespace, key: namespace + set, ...nvsBlob(Buffer.from(pem)) }));
  });

/** `mfg_nvs` as it leaves the factory: demo credentials, factory parameters, and a Bluetooth service of our own. */
export const factoryNvs = (
  { factory, credentialSets }: ReleaseProfile,
  demo: DeviceCredentials,
  size: number,
): Uint8Array => {
  const credentials = credentialSets.flatMap(([user, sets]) => credentialEntries(demo, user, sets));
  const bluetooth = { namespace: 'ble_data', key: 'cfg0', ...nvsText('0,16,0x2800,0x01,2,2,A002') };
  return writeNvs(NvsImage.of([...credentials, ...toNvs(factory), bluetooth]), size);
};
