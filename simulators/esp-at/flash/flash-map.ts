import { type Partition, readPartitionTable, TABLE_BYTES } from '../../../certs/partition-table.ts';
import type { FlashLayout } from './layouts.ts';
import type { NorFlash } from './nor-flash.ts';

/** Where things stand, as both tables in the flash itself say. */
export interface FlashMap {
  readonly primary: readonly Partition[];
  /** The secondary table, which is all that `AT+SYSFLASH` knows; undefined where `at_customize` was never flashed. */
  readonly secondary: readonly Partition[] | undefined;
  readonly nvs: Partition;
  readonly application: Partition;
}

/** The firmware reads one sector of the secondary table. */
const SECONDARY_BYTES = 0x1000;

const readTable = (flash: NorFlash, address: number, bytes: number): Partition[] =>
  flash.holds(address, bytes) ? readPartitionTable(flash.read(address, bytes)) : [];

/** @returns undefined for flash from which no ESP-AT boots: erased, or holding something else */
export const readFlashMap = (flash: NorFlash, layout: FlashLayout): FlashMap | undefined => {
  const primary = readTable(flash, layout.primaryTableAddress, TABLE_BYTES).filter((partition) =>
    flash.holds(partition.address, partition.size),
  );
  const find = (name: string) => primary.find((partition) => partition.name === name);
  const nvs = find('nvs');
  const application = find('ota_0');
  if (!nvs || !application) return undefined;
  const customize = find('at_customize');
  const secondary = customize ? readTable(flash, customize.address, SECONDARY_BYTES) : [];
  return { primary, nvs, application, secondary: secondary.length > 0 ? secondary : undefined };
};
