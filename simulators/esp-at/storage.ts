import { type FactoryParameters, fromBinary, fromNvs } from '../../certs/factory-parameters.ts';
import { NvsStore } from '../../certs/nvs/nvs-store.ts';
import { NvsFailure } from '../../certs/nvs/nvs-store-failure.ts';
import type { Partition } from '../../certs/partition-table.ts';
import { partitionView } from './flash/partition-view.ts';
import type { ReleaseProfile } from './releases/profile.ts';
import type { FlashChip } from './seams.ts';

/** Where a boot has found credentials and factory parameters. */
export interface Storage {
  /** As the log port tells it from 3.2 on, `at param mode`: 1 NVS, 2 a partition for each, 0 neither. */
  readonly mode: 0 | 1 | 2;
  /** What `AT+SYSMFG` knows; undefined but in mode 1. */
  readonly manufacturing: NvsStore | undefined;
  readonly parameters: FactoryParameters;
}

type Partitions = readonly Partition[] | undefined;

const find = (flash: FlashChip, partitions: Partitions, name: string): Partition | undefined => {
  const partition = partitions?.find((candidate) => candidate.name === name);
  return partition && flash.holds(partition.address, partition.size) ? partition : undefined;
};

/** Undefined where there is no such NVS, or none that can be used. */
const mountManufacturing = (flash: FlashChip, partitions: Partitions): NvsStore | undefined => {
  const partition = find(flash, partitions, 'mfg_nvs');
  if (!partition) return undefined;
  try {
    return NvsStore.mount(partitionView(flash, partition));
  } catch (error) {
    if (error instanceof NvsFailure) return undefined;
    throw error;
  }
};

/**
 * Decided at boot (at_param_mode in ESP-AT's at_init.c): a board that was updated over the air may have the flash layout
 * of the generation before. Without parameters the module is what the firmware was built for.
 */
export const findStorage = (
  flash: FlashChip,
  { factory, mountsManufacturing }: ReleaseProfile,
  partitions: Partitions,
): Storage => {
  const manufacturing = mountsManufacturing ? mountManufacturing(flash, partitions) : undefined;
  if (manufacturing) return { mode: 1, manufacturing, parameters: fromNvs(manufacturing, factory) };
  const partition = find(flash, partitions, 'factory_param');
  const bytes = partition && flash.read(partition.address, partition.size);
  const parameters = (bytes && fromBinary(bytes)) ?? factory;
  // Up to 2.4 nothing but partitions is known, and nothing is decided.
  const mode = partition || !mountsManufacturing ? 2 : 0;
  return { mode, manufacturing, parameters };
};
