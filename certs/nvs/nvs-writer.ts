import { BadInput } from '../../errors/bench-error.ts';
import {
  ENTRY_STATES,
  encodeItem,
  entriesFor,
  ITEM_TYPES,
  indexData,
  NVS,
  type NvsItem,
  pieceData,
} from './nvs-format.ts';
import type { NvsEntry, NvsImage } from './nvs-image.ts';
import { encodePageHeader, entryAt, setEntryState } from './nvs-page-header.ts';
import { encodeNumber } from './nvs-value.ts';

export interface NvsWriteOptions {
  /**
   * What stands in pages without entries. `headed`, as in images of ESP-AT: every page but the last has the header of a
   * full one. `blank`, as later tools of ESP-IDF have it: nothing but FF, and the last page in use remains active.
   * Firmware takes both.
   */
  readonly unusedPages?: 'headed' | 'blank';
}

/**
 * The image as it is flashed, `size` bytes (of the partition), made by the rules of ESP-IDF's nvs_partition_gen, so that
 * the same entries in the same order give the same bytes. The last page stays free: firmware needs it to tidy up.
 * Throws BadInput NVS_SIZE, NVS_TOO_LARGE or NVS_TOO_MANY_NAMESPACES, before anything is made.
 */
export const writeNvs = (
  image: NvsImage,
  size: number,
  { unusedPages = 'headed' }: NvsWriteOptions = {},
): Uint8Array => {
  requireSize(size);
  const pages = pack(image);
  const usable = size / NVS.pageBytes - 1;
  if (pages.length > usable) {
    throw new BadInput(
      'NVS_TOO_LARGE',
      `These entries need ${pages.length} pages of ${NVS.pageBytes} bytes and one that stays free, and a partition of ${size} bytes has ${usable + 1}. Leave out what the board does not need.`,
    );
  }
  const bytes = Buffer.alloc(size, 0xff);
  pages.forEach((page, number) => {
    const isLast = number === pages.length - 1;
    encodePageHeader(isLast && unusedPages === 'blank' ? 'active' : 'full', number).copy(page);
    page.copy(bytes, number * NVS.pageBytes);
  });
  for (let number = pages.length; unusedPages === 'headed' && number < usable; number++) {
    encodePageHeader('full', number).copy(bytes, number * NVS.pageBytes);
  }
  return bytes;
};

const requireSize = (size: number): void => {
  if (size % NVS.pageBytes === 0 && size >= NVS.leastPages * NVS.pageBytes) return;
  throw new BadInput(
    'NVS_SIZE',
    `An NVS partition is made of ${NVS.leastPages} or more pages of ${NVS.pageBytes} bytes, and this one is to have ${size} bytes. Take the size from the board's partition table.`,
  );
};

/** The pages in use, still without headers. */
const pack = (image: NvsImage): Buffer[] => {
  const pages = [blankPage()];
  const namespaces = new Map<string, number>();
  let next = 0;
  const left = (): number => NVS.entriesPerPage - next;
  const turnPage = (): void => {
    pages.push(blankPage());
    next = 0;
  };
  const put = (item: Omit<NvsItem, 'span'>, payload: Uint8Array = new Uint8Array()): void => {
    const page = pages.at(-1) as Buffer;
    const span = entriesFor(payload.length);
    page.set(encodeItem({ ...item, span }), entryAt(next));
    page.set(payload, entryAt(next + 1));
    for (const end = next + span; next < end; next++) {
      setEntryState(page, next, ENTRY_STATES.written);
    }
  };
  const namespaceOf = (name: string): number => {
    const known = namespaces.get(name);
    if (known !== undefined) return known;
    const number = namespaces.size + 1;
    if (number > NVS.namespaces) throw tooManyNamespaces();
    if (left() === 0) turnPage();
    const data = encodeNumber('u8', number);
    put({ namespace: 0, type: ITEM_TYPES.u8, chunk: NVS.noChunk, key: name, data });
    namespaces.set(name, number);
    return number;
  };
  const putBlob = (namespace: number, key: string, value: Uint8Array): void => {
    let chunks = 0;
    let at = 0;
    do {
      // Of a page with a single entry left, the tools of ESP-IDF make an empty chunk. So do we.
      const room = (left() - 1) * NVS.entryBytes;
      const piece = value.subarray(at, at + room);
      put({ namespace, type: ITEM_TYPES.chunk, chunk: chunks, key, data: pieceData(piece) }, piece);
      at += piece.length;
      chunks += 1;
      if (chunks >= NVS.otherGeneration) throw tooManyChunks(key);
      if (left() === 0) turnPage();
    } while (at < value.length);
    const data = indexData({ size: value.length, chunks, first: 0 });
    put({ namespace, type: ITEM_TYPES.index, chunk: NVS.noChunk, key, data });
  };
  const putEntry = (entry: NvsEntry): void => {
    const namespace = namespaceOf(entry.namespace);
    const { key } = entry;
    if (left() === 0) turnPage();
    if (entry.type === 'blob') {
      putBlob(namespace, key, entry.value);
      return;
    }
    const place = { namespace, type: ITEM_TYPES[entry.type], chunk: NVS.noChunk, key };
    if (entry.type !== 'string') {
      put({ ...place, data: encodeNumber(entry.type, entry.value) });
      return;
    }
    const text = Buffer.concat([entry.value, Buffer.of(0)]);
    // The tools of ESP-IDF never fill a page to the brim with a string; on a page of its own it may.
    if (entriesFor(text.length) >= left() && next > 0) turnPage();
    put({ ...place, data: pieceData(text) }, text);
  };
  image.entries.forEach(putEntry);
  return pages;
};

const blankPage = (): Buffer => Buffer.alloc(NVS.pageBytes, 0xff);

const tooManyNamespaces = (): BadInput =>
  new BadInput(
    'NVS_TOO_MANY_NAMESPACES',
    `An NVS image has up to ${NVS.namespaces} namespaces, and more are wanted. Put keys together.`,
  );

const tooManyChunks = (key: string): BadInput =>
  new BadInput(
    'NVS_TOO_LARGE',
    `The blob "${key}" would lie over more than ${NVS.otherGeneration - 1} pages, and firmware cannot count further. Store less.`,
  );
