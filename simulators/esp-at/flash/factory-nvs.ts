import type { CredentialUser } from '../../../certs/credential-images.ts';
import { placeCredentials } from '../../../certs/credential-images.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { type NvsEntry, NvsImage } from '../../../certs/nvs-image.ts';
import { nvsBlob, nvsText } from '../../../certs/nvs-value.ts';
import { writeNvs } from '../../../certs/nvs-writer.ts';
import type { ReleaseProfile } from '../releases/profile.ts';

/** In the order of `AT+SYSMFG?` of v3.4.0.0; the client has two sets, the others one. */
const USERS: readonly (readonly [user: CredentialUser, sets: readonly string[]])[] = [
  ['server', ['']],
  ['client', ['.0', '.1']],
  ['mqtt', ['']],
];
const PARTS = ['cert', 'key', 'ca'] as const;

const credentialEntries = (demo: DeviceCredentials): NvsEntry[] =>
  USERS.flatMap(([user, sets]) => {
    const placed = placeCredentials(demo, user);
    return PARTS.flatMap((part) =>
      placed
        .filter(({ type }) => type === part)
        .flatMap(({ place, pem }) =>
          sets.map((set) => ({ namespace: place, key: place + set, ...nvsBlob(Buffer.from(pem)) })),
        ),
    );
  });

const parameters = ({ module }: ReleaseProfile): NvsEntry[] => {
  const i32 = (key: string, value: number) => ({ key, type: 'i32', value }) as const;
  return [
    { key: 'version', type: 'i8', value: 4 } as const,
    { key: 'module_name', ...nvsText(module) },
    { key: 'max_tx_power', type: 'i8', value: 78 } as const,
    { key: 'country_code', ...nvsText('CN') },
    { key: 'start_channel', type: 'u8', value: 1 } as const,
    { key: 'channel_num', type: 'u8', value: 13 } as const,
    { key: 'uart_port', type: 'i8', value: 1 } as const,
    i32('uart_baudrate', 115_200),
    i32('uart_tx_pin', 17),
    i32('uart_rx_pin', 16),
    i32('uart_cts_pin', 15),
    i32('uart_rts_pin', 14),
  ].map((entry) => ({ ...entry, namespace: 'factory_param' }));
};

/** `mfg_nvs` as it leaves the factory: demo credentials, factory parameters, and a Bluetooth service of our own. */
export const factoryNvs = (
  profile: ReleaseProfile,
  demo: DeviceCredentials,
  size: number,
): Uint8Array => {
  const bluetooth = { namespace: 'ble_data', key: 'cfg0', ...nvsText('0,16,0x2800,0x01,2,2,A002') };
  return writeNvs(
    NvsImage.of([...credentialEntries(demo), ...parameters(profile), bluetooth]),
    size,
  );
};
