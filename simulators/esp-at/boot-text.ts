import type { FlashMap } from './flash/flash-map.ts';
import type { Partition } from './flash/partition-table.ts';
import type { ReleaseProfile } from './releases/profile.ts';

const RESET_LINE = {
  'power-on': 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
  reset: 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
  restart: 'rst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
} as const;

/** What the ROM of an ESP32 revision 3 prints, up to the jump into the bootloader. */
const rom = (reason: BootReason): string[] => [
  'ets Jul 29 2019 12:21:46',
  '',
  RESET_LINE[reason],
  'configsip: 0, SPIWP:0xee',
  'clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00',
  'mode:DIO, clock div:2',
  'load:0x3fff0030,len:5916',
  'load:0x40078000,len:15844',
  'load:0x40080400,len:3548',
  'entry 0x40080600',
];

const USAGES: Readonly<Record<string, string>> = {
  '0 16': 'OTA app',
  '0 17': 'OTA app',
  '1 0': 'OTA data',
  '1 1': 'RF data',
  '1 2': 'WiFi data',
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

const tableLine = ({ name, type, subtype, address, size }: Partition, index: number): string =>
  `${String(index).padStart(2)} ${name.padEnd(16)} ${(USAGES[`${type} ${subtype}`] ?? 'unknown').padEnd(16)} ` +
  `${hex(type, 2)} ${hex(subtype, 2)} ${hex(address, 8)} ${hex(size, 8)}`;

/** Green, as the bootloader colours its information lines. */
const info = (atMs: number, text: string): string => `\x1b[0;32mI (${atMs}) boot: ${text}\x1b[0m`;
/** Red. */
const fault = (atMs: number, text: string): string => `\x1b[0;31mE (${atMs}) boot: ${text}\x1b[0m`;

const loading = ({ primary, application }: FlashMap): string[] => [
  info(60, '## Label            Usage          Type ST Offset   Length'),
  ...primary.map((partition, index) => info(67 + index, tableLine(partition, index))),
  info(112, 'End of partition table'),
  info(691, `Loaded app from partition at offset 0x${application.address.toString(16)}`),
];

/** ESP-IDF's words for a table that is none. */
const NO_TABLE = [
  fault(60, 'Failed to verify partition table'),
  fault(64, 'load partition table error!'),
];

export type BootReason = keyof typeof RESET_LINE;

/** The log port from the reset to the application's last line, or to where a boot without an ESP-AT image ends. */
export const bootText = (
  { bootloaderVersion, applicationLog }: ReleaseProfile,
  reason: BootReason,
  map: FlashMap | undefined,
): string => {
  const version = info(26, `ESP-IDF ${bootloaderVersion} 2nd stage bootloader`);
  const lines = [...rom(reason), version, ...(map ? loading(map) : NO_TABLE)];
  const application = map ? applicationLog : [];
  return [
    ...lines.map((line) => `${line}\r\n`),
    ...application.map((line) => `${line}\r\r\n`),
  ].join('');
};
