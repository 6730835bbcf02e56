import type { PartitionMap } from '../../flash/partition-map.ts';

/** `data` and `nvs`, as ESP-IDF numbers them. */
const DATA = 1;
const NVS = 2;

/**
 * The largest partition that trials may write to; null where there is none of that size. It is none that is an NVS, not even
 * behind its values: firmware moves those from page to page, and clears pages at a start that it cannot read.
 */
export const freePartition = (partitions: PartitionMap, leastBytes: number) =>
  partitions
    .filter(({ type, subtype, size }) => !(type === DATA && subtype === NVS) && size >= leastBytes)
    .toSorted((a, b) => b.size - a.size)
    .at(0) ?? null;
