import type { Partition } from '../partition-table.ts';
import { printable } from '../printable.ts';
import { appHeader } from './app-header.ts';
import { flashSizeOf } from './flash-size.ts';
import type { FlashTable, FlashTables } from './flash-tables.ts';
import { APPLICATION } from './started-application.ts';

/** Why nothing can be written by an image's tables. */
export interface ImageProblem {
  readonly code: string;
  readonly sentence: string;
}

/** What flash is erased in. A table has one, whatever its length. */
const SECTOR = 0x1000;

type Place = Pick<Partition, 'name' | 'address' | 'size'>;

const end = ({ address, size }: Place): number => address + size;
const spell = (place: Place): string =>
  `"${printable(place.name)}" (0x${place.address.toString(16)} to 0x${end(place).toString(16)})`;

const overlaps = (places: readonly Place[]): ImageProblem[] => {
  const sorted = [...places].sort((one, other) => one.address - other.address);
  let furthest = sorted[0];
  return sorted.slice(1).flatMap((place) => {
    const before = furthest as Place;
    if (end(place) > end(before)) furthest = place;
    if (place.address >= end(before)) return [];
    const sentence = `${spell(before)} and ${spell(place)} overlap.`;
    return [{ code: 'PARTITIONS_OVERLAP', sentence }];
  });
};

const twice = (places: readonly Place[]): ImageProblem[] =>
  places
    .filter(({ name }, at) => places.findIndex((other) => other.name === name) < at)
    .map((place) => ({
      code: 'PARTITION_TWICE',
      sentence: `The tables name ${spell(place)} a second time.`,
    }));

const outside = (places: readonly Place[], flash: number): ImageProblem[] =>
  places
    .filter((place) => place.size === 0 || end(place) > flash)
    .map((place) => ({
      code: 'PARTITION_OUTSIDE',
      sentence: `${spell(place)} is empty or runs past the end of a flash of 0x${flash.toString(16)} bytes.`,
    }));

/** Flash is erased in sectors: what begins inside of one cannot be written without what stands in front of it. */
const unaligned = (places: readonly Place[]): ImageProblem[] =>
  places
    .filter(({ address }) => address % SECTOR !== 0)
    .map((place) => ({
      code: 'PARTITION_UNALIGNED',
      sentence: `${spell(place)} begins inside of a sector of 0x${SECTOR.toString(16)} bytes.`,
    }));

const checksums = (tables: readonly [string, FlashTable][]): ImageProblem[] =>
  tables
    .filter(([, { checksum }]) => checksum === 'wrong')
    .map(([which, { address }]) => ({
      code: 'TABLE_CHECKSUM',
      sentence: `The ${which} table at 0x${address.toString(16)} does not have the MD5 that it names.`,
    }));

const sizes = (length: number, flash: number | undefined): ImageProblem[] => {
  if (flash !== undefined && length <= flash) return [];
  const sentence =
    flash === undefined
      ? `The image has ${length} bytes, which is no size of a flash chip (1, 2, 4, 8 or 16 MB), and no bootloader that names one. It may be cut short.`
      : `The image has ${length} bytes and its bootloader is made for a flash of ${flash}.`;
  return [{ code: 'FLASH_SIZE', sentence }];
};

/** An image may end before its flash does, but not before its application does. */
const cutShort = (image: Uint8Array, { partitions }: FlashTable): ImageProblem[] =>
  partitions.flatMap((partition) => {
    if (partition.type !== APPLICATION) return [];
    const bytes = appHeader(image, partition.address)?.bytes;
    if (bytes === undefined || partition.address + bytes <= image.length) return [];
    const sentence = `The image ends at 0x${image.length.toString(16)}, in the middle of the application in ${spell(partition)}, which has ${bytes} bytes or more.`;
    return [{ code: 'IMAGE_CUT_SHORT', sentence }];
  });

/**
 * All that is wrong with an image's tables; empty for a good one. An image may end before its flash does (the
 * `_unfilled` ones of a release), but only where a bootloader tells how large that is.
 */
export const tableProblems = (
  image: Uint8Array,
  { primary, secondary }: FlashTables,
): ImageProblem[] => {
  const flash = flashSizeOf(image);
  if (!secondary) {
    const sentence =
      'There is no secondary table where "at_customize" begins: at_customize.bin is missing.';
    return [...sizes(image.length, flash), { code: 'SECONDARY_TABLE_MISSING', sentence }];
  }
  const tables: [string, FlashTable][] = [
    ['primary', primary],
    ['secondary', secondary],
  ];
  // What the secondary table names lies inside the partition that holds the table itself.
  const around = primary.partitions.filter(({ address }) => address !== secondary.address);
  const sectors = [
    // Whatever a chip leaves in front of it is not free either.
    { name: 'the bootloader', address: 0, size: primary.address },
    ...tables.map(([which, { address }]) => ({
      name: `the ${which} table`,
      address,
      size: SECTOR,
    })),
  ];
  const all = [...primary.partitions, ...secondary.partitions];
  return [
    ...sizes(image.length, flash),
    ...cutShort(image, primary),
    ...checksums(tables),
    ...outside(all, flash ?? image.length),
    ...unaligned(all),
    ...twice(all),
    ...overlaps(primary.partitions),
    ...overlaps([...around, ...secondary.partitions, ...sectors]),
  ].filter(isNew);
};

/** Two partitions of the primary table may come up twice. */
const isNew = ({ sentence }: ImageProblem, at: number, all: readonly ImageProblem[]): boolean =>
  all.findIndex((other) => other.sentence === sentence) === at;
