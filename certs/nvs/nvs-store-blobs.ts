import {
  type BlobIndex,
  ITEM_TYPES,
  indexData,
  NVS,
  pieceData,
  readIndexData,
} from './nvs-format.ts';
import { NvsFailure } from './nvs-store-failure.ts';
import type { StorePages } from './nvs-store-pages.ts';

/** Less room than this at the end of a page is not begun with, unless the whole blob fits. */
const LEAST_ROOM = NVS.chunkBytes / 10;

interface BlobName {
  readonly namespace: number;
  readonly key: string;
}

/**
 * Blobs in a running NVS. A new value is written beside the old one, as the other generation, and is there as soon as its
 * index is; then the old one goes, its index first. Chunks without an index are erased at the next mount.
 */
export class StoreBlobs {
  readonly #pages: StorePages;

  constructor(pages: StorePages) {
    this.#pages = pages;
  }

  get(name: BlobName): Buffer | undefined {
    const index = this.#indexOf(name);
    const value = index && this.#join(name, index);
    if (value) return value;
    if (index) this.erase(name);
    const old = this.#pages.find({ ...name, type: ITEM_TYPES.oldBlob });
    return old?.page.payloadOf(old);
  }

  /** Throws NvsFailure ESP_ERR_NVS_NOT_ENOUGH_SPACE or ESP_ERR_NVS_VALUE_TOO_LONG. */
  set(name: BlobName, value: Uint8Array): void {
    const before = this.#indexOf(name);
    if (before?.size === value.length && this.#join(name, before)?.equals(value)) return;
    this.#write(name, value, before?.first === 0 ? NVS.otherGeneration : 0);
    if (before) this.erase(name, before.first);
    else this.#eraseFirst({ ...name, type: ITEM_TYPES.oldBlob });
  }

  /** @param first which generation; without it, whichever is found */
  erase(name: BlobName, first?: number): void {
    const wanted = { ...name, type: ITEM_TYPES.index, ...(first !== undefined && { first }) };
    const found = this.#pages.find(wanted);
    if (!found) return;
    found.page.erase(found.index);
    const index = readIndexData(found.item.data);
    this.#eraseChunks(name, index);
  }

  eraseOrphans(): void {
    const items = [...this.#pages.items()];
    const indexes = items.filter(({ item }) => item.type === ITEM_TYPES.index);
    for (const { item, page, index } of items) {
      if (item.type !== ITEM_TYPES.chunk) continue;
      const hasIndex = indexes.some(({ item: { namespace, key, data } }) => {
        const { first, chunks } = readIndexData(data);
        const isOfIt = item.chunk >= first && item.chunk < first + chunks;
        return namespace === item.namespace && key === item.key && isOfIt;
      });
      if (!hasIndex) page.erase(index);
    }
  }

  #indexOf(name: BlobName): BlobIndex | undefined {
    const found = this.#pages.find({ ...name, type: ITEM_TYPES.index });
    return found && readIndexData(found.item.data);
  }

  #join(name: BlobName, { size, chunks, first }: BlobIndex): Buffer | undefined {
    const parts: Buffer[] = [];
    for (let number = 0; number < chunks; number++) {
      const wanted = { ...name, type: ITEM_TYPES.chunk, chunk: first + number };
      const found = this.#pages.find(wanted);
      const part = found?.page.payloadOf(found);
      if (!part) return undefined;
      parts.push(part);
    }
    const value = Buffer.concat(parts);
    return value.length === size ? value : undefined;
  }

  #write(name: BlobName, value: Uint8Array, first: number): void {
    const pages = Math.min(this.#pages.count - 1, NVS.otherGeneration - 1);
    if (value.length > pages * NVS.chunkBytes) {
      throw new NvsFailure(
        'ESP_ERR_NVS_VALUE_TOO_LONG',
        `The blob "${name.key}" of ${value.length} bytes is larger than the partition.`,
      );
    }
    let chunks = 0;
    try {
      this.#makeRoom(value.length);
      let at = 0;
      do {
        const { current } = this.#pages;
        const piece = value.subarray(at, at + current.room);
        const item = { ...name, type: ITEM_TYPES.chunk, chunk: first + chunks };
        const isStuck = piece.length === 0 && value.length > 0;
        if (isStuck || !current.write({ ...item, data: pieceData(piece) }, piece)) throw noRoom();
        chunks += 1;
        at += piece.length;
        if (at < value.length) this.#pages.turnPage();
      } while (at < value.length);
      const data = indexData({ size: value.length, chunks, first });
      this.#pages.write({ ...name, type: ITEM_TYPES.index, chunk: NVS.noChunk, data });
    } catch (failure) {
      if (failure instanceof NvsFailure) this.#eraseChunks(name, { first, chunks });
      throw failure;
    }
  }

  #makeRoom(size: number): void {
    const isTooLittle = (room: number): boolean =>
      room < Math.min(size, LEAST_ROOM) || (room === 0 && size === 0);
    for (let turns = 0; isTooLittle(this.#pages.current.room); turns++) {
      const { room } = this.#pages.current;
      this.#pages.turnPage();
      if (this.#pages.current.room === room || turns > this.#pages.count) throw noRoom();
    }
  }

  #eraseChunks(name: BlobName, { first, chunks }: Omit<BlobIndex, 'size'>): void {
    for (let number = 0; number < chunks; number++) {
      this.#eraseFirst({ ...name, type: ITEM_TYPES.chunk, chunk: first + number });
    }
  }

  #eraseFirst(wanted: Parameters<StorePages['find']>[0]): void {
    const found = this.#pages.find(wanted);
    found?.page.erase(found.index);
  }
}

const noRoom = (): NvsFailure =>
  new NvsFailure(
    'ESP_ERR_NVS_NOT_ENOUGH_SPACE',
    'No page has room for the next part of the blob. Erase keys that are not needed.',
  );
