import type { NvsImage } from '../../certs/nvs/nvs-image.ts';
import { nvsPlaceOf } from '../../certs/nvs/nvs-place.ts';
import { nvsBlob } from '../../certs/nvs/nvs-value.ts';
import { imageOf, type PlacedCredential } from '../../certs/pki/credential-images.ts';
import { requirePkiImage, requireStorable } from '../../certs/pki/packed-credential.ts';
import { requireFits } from '../../certs/pki/pki-image.ts';
import { sha256 } from '../../certs/sha256.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { erasePartition } from './flash-steps.ts';
import { eraseNamespace } from './manufacturing-steps.ts';
import { type PartitionMap, requirePartition } from './partition-map.ts';
import { type RewriteOptions, rewriteNvs } from './rewrite-nvs.ts';
import type { Workplace, Written } from './store.ts';
import { type WriteOptions, writePartition } from './write-partition.ts';
import { NVS_PARTITION, spellPlace, writeValue } from './write-value.ts';

/**
 * How credentials get into a board. `sysflash`: PKI images into partitions of their own; `sysmfg`: PEM into its NVS, by
 * the firmware; `sysflash-nvs`: PEM into its NVS, whose partition is written anew as a whole.
 */
export type Way = 'sysflash' | 'sysmfg' | 'sysflash-nvs';

/** One credential as it goes into a board. */
export interface Packed {
  /** `mqtt_cert`, or where a mistake puts it. */
  readonly place: string;
  readonly bytes: Uint8Array;
}

/** A board's flash. */
export interface BoardFlash extends Workplace {
  readonly map: PartitionMap;
}

export type WayOptions = WriteOptions & RewriteOptions;

/** What has to be known of a way. */
interface WayToWrite {
  /** The bytes that firmware wants there. */
  readonly pack: (credential: PlacedCredential) => Uint8Array;
  /** Looks at all of them before the first is written. */
  write(
    board: BoardFlash,
    packed: readonly Packed[],
    options: WayOptions,
  ): Promise<readonly Written[]>;
  /** Takes away what stands at places. */
  erase(board: BoardFlash, places: readonly string[], options: WayOptions): Promise<void>;
}

const pem = (credential: PlacedCredential): Uint8Array => Buffer.from(credential.pem);

const inTurn = async <T, R>(
  all: readonly T[],
  work: (each: T) => Promise<R>,
): Promise<readonly R[]> => {
  const done: R[] = [];
  for (const each of all) done.push(await work(each));
  return done;
};

const ofNvs = (packed: readonly Packed[]) =>
  packed.map(({ place, bytes }) => {
    const at = nvsPlaceOf(place);
    requireStorable(place, at, bytes);
    return { place, at, bytes };
  });

/** Each way, for one place to choose from. */
export const WAYS: Readonly<Record<Way, WayToWrite>> = {
  sysflash: {
    pack: imageOf,
    write: async ({ client, journal, map }, packed, options) => {
      const jobs = packed.map(({ place, bytes }) => {
        const partition = requirePartition(map, place);
        requirePkiImage(place, bytes);
        requireFits(bytes, { partition: place, size: partition.size });
        return { partition, bytes };
      });
      return inTurn(jobs, ({ partition, bytes }) =>
        writePartition(client, journal, partition, bytes, options),
      );
    },
    erase: async ({ client, journal, map }, places) => {
      const partitions = places.map((place) => requirePartition(map, place));
      await inTurn(partitions, (partition) => erasePartition(client, journal, partition));
    },
  },
  sysmfg: {
    pack: pem,
    write: async (board, packed, options) =>
      inTurn(ofNvs(packed), ({ place, at, bytes }) => writeValue(board, place, at, bytes, options)),
    erase: async ({ client, journal }, places) => {
      await inTurn(places, (place) => eraseNamespace(client, journal, nvsPlaceOf(place).namespace));
    },
  },
  'sysflash-nvs': {
    pack: pem,
    write: async (board, packed, options) => {
      const jobs = ofNvs(packed);
      const change = (image: NvsImage): NvsImage =>
        jobs.reduce(
          (changed, { at, bytes }) => changed.with(at.namespace, at.key, nvsBlob(bytes)),
          image,
        );
      await rewriteNvs(board, requirePartition(board.map, NVS_PARTITION), change, options);
      return jobs.map(({ place, at, bytes }) => ({
        name: place,
        where: spellPlace(at),
        bytes: bytes.length,
        sha256: sha256(bytes),
      }));
    },
    erase: async (board, places, options) => {
      const change = (image: NvsImage): NvsImage =>
        places
          .map((place) => nvsPlaceOf(place).namespace)
          .filter((namespace) => image.keys(namespace).length > 0)
          .reduce((changed, namespace) => changed.without(namespace), image);
      await rewriteNvs(board, requirePartition(board.map, NVS_PARTITION), change, options);
    },
  },
};

/**
 * A way that was asked for by its name: specs may come from where no type check has looked.
 * @throws BadInput `WAY_UNKNOWN` where it is none of those that there are
 */
export const requireWay = <W extends string>(via: W, ways: readonly string[]): W => {
  if (ways.includes(via)) return via;
  throw new BadInput(
    'WAY_UNKNOWN',
    `there is no way "${via}" here for credentials; via takes ${ways.join(', ')}, and may be left out: then the board's own answers decide`,
  );
};
