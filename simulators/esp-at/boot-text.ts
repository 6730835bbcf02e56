import type { Partition } from '../../certs/partition-table.ts';
import type { BootReason, Chip } from './chips.ts';
import type { FlashMap } from './flash/flash-map.ts';
import type { NorFlash } from './flash/nor-flash.ts';
import type { ReleaseProfile } from './releases/profile.ts';

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

const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');

/** What a bootloader begins with. */
const MAGIC = 0xe9;

/** What the ROM says when it finds no bootloader; a real one says so again and again (as on many boards in ESP-IDF's issues). */
const invalidHeader = (flash: NorFlash, address: number): string | undefined => {
  if (!flash.holds(address, 4)) return undefined;
  const word = flash.read(address, 4).readUInt32LE();
  return (word & 0xff) === MAGIC ? undefined : `invalid header: 0x${hex(word, 8)}`;
};

/** The log port from the reset to the application, or to where a boot without an ESP-AT image ends. */
export const bootText = (
  { bootloaderVersion, chip, layout }: ReleaseProfile,
  reason: BootReason,
  flash: NorFlash,
  map: FlashMap | undefined,
): string => {
  // An image without a bootloader is taken for one all the same: nobody executes it.
  const nothing = map ? undefined : invalidHeader(flash, layout.bootloaderAddress);
  if (nothing !== undefined) return ended([...chip.reset(reason), nothing]);
  const version = info(26, `ESP-IDF ${bootloaderVersion} 2nd stage bootloader`);
  const lines = [...chip.rom(reason), version, ...(map ? loading(map) : NO_TABLE)];
  return ended(lines);
};

/** The log port of a chip that waits for a download. */
export const downloadText = (chip: Chip, reason: BootReason): string =>
  ended(chip.download(reason));
