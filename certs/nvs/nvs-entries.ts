import { type BlobIndex, ITEM_TYPES, NVS, readIndexData } from './nvs-format.ts';
import type { NvsEntry, NvsFinding } from './nvs-image.ts';
import type { NvsPiece } from './nvs-page-reader.ts';
import { decodeNumber, type NvsValue, numberTypeOf } from './nvs-value.ts';

/** An entry and where it stands in the list: at its (first) piece. */
interface Placed {
  readonly at: number;
  readonly entry: NvsEntry;
  readonly offset: number;
}

/**
 * Puts pieces, oldest first, together to values under names. Of two values of one type under one key the later one
 * counts, as after a power cut between writing the new one and erasing the old.
 */
export const collectEntries = (
  pieces: readonly NvsPiece[],
): { entries: NvsEntry[]; findings: NvsFinding[] } => {
  const findings: NvsFinding[] = [];
  const report = (kind: NvsFinding['kind'], offset: number, sentence: string): void => {
    findings.push({ kind, offset, sentence });
  };
  const names = namespacesOf(pieces, report);
  const placed = new Map<string, Placed>();
  const chunks = chunksOf(pieces);
  const used = new Set<number>();

  const place = (piece: NvsPiece, at: number, content: NvsValue): void => {
    const { namespace: number, key } = piece.item;
    const namespace = names.get(number);
    const label = `"${namespace ?? number}/${key}"`;
    if (namespace === undefined) {
      report('unreachable', piece.offset, `Nothing names the namespace of ${label}.`);
      return;
    }
    if (key === '') {
      report('damaged-entry', piece.offset, `A key of ${label} has no name.`);
      return;
    }
    const entry: NvsEntry = { ...content, namespace, key };
    const slot = [namespace, key, entry.type].join('\0');
    const older = placed.get(slot);
    if (older) report('superseded', older.offset, `An older value of ${label}.`);
    placed.set(slot, { at, entry, offset: piece.offset });
  };

  // Blobs without an index come first: where there is one, it counts.
  pieces.forEach((piece, at) => {
    const content = simpleValue(piece, report);
    if (content) place(piece, at, content);
  });
  pieces.forEach((piece, at) => {
    if (piece.item.type !== ITEM_TYPES.index || piece.item.namespace === 0) return;
    const parts = partsOf(piece, chunks);
    for (const part of parts ?? []) used.add(part.at);
    if (parts) {
      const value = Buffer.concat(parts.map(({ payload }) => payload));
      place(piece, parts[0]?.at ?? at, { type: 'blob', value });
    } else {
      const sentence = `The blob "${piece.item.key}" lacks a part.`;
      report('incomplete-blob', piece.offset, sentence);
    }
  });
  for (const [at, piece] of pieces.entries()) {
    if (piece.item.type === ITEM_TYPES.chunk && !used.has(at)) {
      report('orphan', piece.offset, `A part of a blob "${piece.item.key}" that is not there.`);
    }
  }
  const inPlace = [...placed.values()].toSorted((a, b) => a.at - b.at);
  return { entries: inPlace.map(({ entry }) => entry), findings };
};

type Report = (kind: NvsFinding['kind'], offset: number, sentence: string) => void;

/** Definitions may stand behind what they name: pages are emptied in any order. */
const namespacesOf = (pieces: readonly NvsPiece[], report: Report): Map<number, string> => {
  const names = new Map<number, string>();
  const taken = new Set<string>();
  for (const { item, offset } of pieces) {
    if (item.namespace !== 0) continue;
    const number = item.data[0] as number;
    const isValid =
      item.type === ITEM_TYPES.u8 && number > 0 && number <= NVS.namespaces && item.key !== '';
    if (!isValid) report('damaged-entry', offset, 'A namespace is defined in an unknown way.');
    else if (names.has(number) || taken.has(item.key)) {
      report('unreachable', offset, `The namespace "${item.key}" is defined a second time.`);
    } else {
      names.set(number, item.key);
      taken.add(item.key);
    }
  }
  return names;
};

/** Whatever is complete in one piece. */
const simpleValue = ({ item, payload, offset }: NvsPiece, report: Report): NvsValue | undefined => {
  if (item.namespace === 0) return undefined;
  const number = numberTypeOf(item.type);
  if (number) return decodeNumber(number, item.data);
  if (item.type === ITEM_TYPES.oldBlob) return { type: 'blob', value: Buffer.from(payload) };
  if (item.type === ITEM_TYPES.string) {
    const end = payload.indexOf(0);
    if (end !== payload.length - 1 || end < 0) {
      report('damaged-entry', offset, `The string "${item.key}" does not end where it should.`);
    }
    return end < 0 ? undefined : { type: 'string', value: Buffer.from(payload.subarray(0, end)) };
  }
  if (item.type !== ITEM_TYPES.chunk && item.type !== ITEM_TYPES.index) {
    const type = item.type.toString(16).padStart(2, '0');
    report('unknown-type', offset, `The key "${item.key}" is of the unknown type ${type}.`);
  }
  return undefined;
};

interface Chunk {
  readonly payload: Uint8Array;
  /** The place of its piece. */
  readonly at: number;
}

const chunkPlace = (namespace: number, chunk: number, key: string): string =>
  `${namespace}/${chunk}/${key}`;

/** Where a number occurs twice, firmware takes the older one. */
const chunksOf = (pieces: readonly NvsPiece[]): ReadonlyMap<string, Chunk> => {
  const chunks = new Map<string, Chunk>();
  pieces.forEach(({ item, payload }, at) => {
    const place = chunkPlace(item.namespace, item.chunk, item.key);
    if (item.type === ITEM_TYPES.chunk && !chunks.has(place)) chunks.set(place, { payload, at });
  });
  return chunks;
};

const partsOf = (
  { item }: NvsPiece,
  chunks: ReadonlyMap<string, Chunk>,
): readonly Chunk[] | undefined => {
  const index: BlobIndex = readIndexData(item.data);
  const parts: Chunk[] = [];
  let size = 0;
  for (let number = 0; number < index.chunks; number++) {
    const chunk = chunks.get(chunkPlace(item.namespace, index.first + number, item.key));
    if (!chunk) return undefined;
    size += chunk.payload.length;
    parts.push(chunk);
  }
  return size === index.size ? parts : undefined;
};
