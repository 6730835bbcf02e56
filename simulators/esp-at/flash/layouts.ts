import type { Partition } from '../../../certs/partition-table.ts';

/** Where a release keeps things in flash: the two tables, and where they stand. */
export interface FlashLayout {
  readonly size: number;
  readonly bootloaderAddress: number;
  readonly primaryTableAddress: number;
  readonly primary: readonly Partition[];
  readonly secondary: readonly Partition[];
}

type Row = readonly [name: string, type: number, subtype: number, address: number, size: number];

const partitions = (rows: readonly Row[]): Partition[] =>
  rows.map(([name, type, subtype, address, size]) => ({ name, type, subtype, address, size }));

/** The primary table is the same in all releases for ESP32 with 4 MB. */
const ESP32_4MB_PRIMARY = partitions([
  ['phy_init', 1, 1, 0xf000, 0x1000],
  ['otadata', 1, 0, 0x10000, 0x2000],
  ['nvs', 1, 2, 0x12000, 0xe000],
  ['at_customize', 64, 0, 0x20000, 0xe0000],
  ['ota_0', 0, 16, 0x100000, 0x180000],
  ['ota_1', 0, 17, 0x280000, 0x180000],
]);

/** ESP32 with 4 MB, releases 2.0 to 2.4: a partition for each credential (partition CSV files of v2.2.0.0). */
export const ESP32_4MB_PARTITIONS: FlashLayout = {
  size: 0x400000,
  bootloaderAddress: 0x1000,
  primaryTableAddress: 0x8000,
  primary: ESP32_4MB_PRIMARY,
  secondary: partitions([
    ['ble_data', 64, 1, 0x21000, 0x3000],
    ['server_cert', 64, 2, 0x24000, 0x2000],
    ['server_key', 64, 3, 0x26000, 0x2000],
    ['server_ca', 64, 4, 0x28000, 0x2000],
    ['client_cert', 64, 5, 0x2a000, 0x2000],
    ['client_key', 64, 6, 0x2c000, 0x2000],
    ['client_ca', 64, 7, 0x2e000, 0x2000],
    ['factory_param', 64, 8, 0x30000, 0x1000],
    ['wpa2_cert', 64, 9, 0x31000, 0x2000],
    ['wpa2_key', 64, 10, 0x33000, 0x2000],
    ['wpa2_ca', 64, 11, 0x35000, 0x2000],
    ['mqtt_cert', 64, 12, 0x37000, 0x2000],
    ['mqtt_key', 64, 13, 0x39000, 0x2000],
    ['mqtt_ca', 64, 14, 0x3b000, 0x2000],
    ['fatfs', 1, 129, 0x70000, 0x90000],
  ]),
};

/** ESP32 with 4 MB, releases 3.2 to 4.1: one NVS for all credentials (seen on v3.4.0.0). */
export const ESP32_4MB_NVS: FlashLayout = {
  ...ESP32_4MB_PARTITIONS,
  secondary: partitions([
    ['mfg_nvs', 1, 2, 0x21000, 0x1c000],
    ['fatfs', 1, 129, 0x70000, 0x90000],
  ]),
};

/** The primary table is the same in all releases for ESP32-C3 with 4 MB. */
const ESP32_C3_4MB_PRIMARY = partitions([
  ['otadata', 1, 0, 0xd000, 0x2000],
  ['phy_init', 1, 1, 0xf000, 0x1000],
  ['nvs', 1, 2, 0x10000, 0xe000],
  ['at_customize', 64, 0, 0x1e000, 0x42000],
  ['ota_0', 0, 16, 0x60000, 0x1d0000],
  ['ota_1', 0, 17, 0x230000, 0x1d0000],
]);

/** ESP32-C3 with 4 MB, releases 2.2 to 2.4: a partition for each credential (partition CSV files of v2.4.0.0). */
export const ESP32_C3_4MB_PARTITIONS: FlashLayout = {
  size: 0x400000,
  bootloaderAddress: 0,
  primaryTableAddress: 0x8000,
  primary: ESP32_C3_4MB_PRIMARY,
  secondary: partitions([
    ['ble_data', 64, 1, 0x1f000, 0x6000],
    ['server_cert', 64, 2, 0x25000, 0x2000],
    ['server_key', 64, 3, 0x27000, 0x2000],
    ['server_ca', 64, 4, 0x29000, 0x2000],
    ['client_cert', 64, 5, 0x2b000, 0x2000],
    ['client_key', 64, 6, 0x2d000, 0x2000],
    ['client_ca', 64, 7, 0x2f000, 0x2000],
    ['factory_param', 64, 8, 0x31000, 0x1000],
    ['wpa2_cert', 64, 9, 0x32000, 0x2000],
    ['wpa2_key', 64, 10, 0x34000, 0x2000],
    ['wpa2_ca', 64, 11, 0x36000, 0x2000],
    ['mqtt_cert', 64, 12, 0x38000, 0x2000],
    ['mqtt_key', 64, 13, 0x3a000, 0x2000],
    ['mqtt_ca', 64, 14, 0x3c000, 0x2000],
    ['fatfs', 1, 129, 0x47000, 0x19000],
  ]),
};

/** ESP32-C3 with 4 MB, releases 3.2 to 4.1: one NVS for all credentials (partition CSV files of v3.3.0.0). */
export const ESP32_C3_4MB_NVS: FlashLayout = {
  ...ESP32_C3_4MB_PARTITIONS,
  secondary: partitions([
    ['mfg_nvs', 1, 2, 0x1f000, 0x1f000],
    ['fatfs', 1, 129, 0x47000, 0x19000],
  ]),
};
