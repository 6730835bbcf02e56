import type { NvsFlash } from './nvs-flash.ts';
import {
  decodeItem,
  ENTRY_STATES,
  encodeItem,
  entriesFor,
  hasPayload,
  ITEM_TYPES,
  NVS,
  type NvsItem,
  nvsCrc,
  PAGE_STATES,
  type PageState,
  readIndexData,
  readPieceData,
} from './nvs-format.ts';
import { encodePageHeader, entryAt, entryBytes, readPageHeader } from './nvs-page-header.ts';
import { StoreBitmap } from './nvs-store-bitmap.ts';
import { NvsFailure } from './nvs-store-failure.ts';

/** An item to look for. Without a type it is any of that key, and a chunk is looked for only when it is named. */
export interface Wanted {
  readonly namespace: number;
  readonly key: string;
  readonly type?: number;
  readonly chunk?: number;
  /** Of an index: the number of its first chunk. */
  readonly first?: number;
}

/** An item and the number of its entry. */
export interface Stored {
  readonly item: NvsItem;
  readonly index: number;
}

/**
 * One page, changed in the steps and the order of ESP-IDF, so that power may go away between any two: content comes
 * before the bits that make it count, and an entry is taken back from its end.
 */
export class StorePage {
  readonly #flash: NvsFlash;
  readonly #address: number;
  #bitmap: StoreBitmap;
  #next = 0;
  state: PageState | 'damaged' = 'blank';
  sequence = 0;

  private constructor(flash: NvsFlash, address: number) {
    this.#flash = flash;
    this.#address = address;
    this.#bitmap = new StoreBitmap(flash, address);
  }

  /** Erases what a power cut left unfinished. Throws NvsFailure ESP_ERR_NVS_NEW_VERSION_FOUND. */
  static load(flash: NvsFlash, address: number): StorePage {
    const page = new StorePage(flash, address);
    const bytes = page.#bytes();
    const header = readPageHeader(bytes);
    if (typeof header === 'string') {
      page.state = header;
      return page;
    }
    if (header.version < NVS.version2) {
      throw new NvsFailure(
        'ESP_ERR_NVS_NEW_VERSION_FOUND',
        `The page at ${address} is of a newer NVS than this one. Erase the partition.`,
      );
    }
    page.#bitmap = new StoreBitmap(flash, address, bytes);
    page.state = header.state;
    page.sequence = header.sequence;
    page.#recover(bytes);
    return page;
  }

  get isInUse(): boolean {
    return this.state === 'active' || this.state === 'full' || this.state === 'freeing';
  }

  get used(): number {
    return this.#bitmap.written;
  }

  /** Bytes that one piece may have here. */
  get room(): number {
    if (this.state === 'blank') return NVS.chunkBytes;
    if (this.state !== 'active') return 0;
    return Math.max(0, NVS.entriesPerPage - this.#next - 1) * NVS.entryBytes;
  }

  /** What is written, in the order of places. */
  items(): Stored[] {
    if (!this.isInUse) return [];
    const bytes = this.#bytes();
    const found: Stored[] = [];
    for (let index = 0; index < NVS.entriesPerPage; ) {
      const item = this.#bitmap.isWritten(index) ? itemAt(bytes, index) : undefined;
      if (item) found.push({ item, index });
      index += item && hasPayload(item.type) ? Math.max(1, item.span) : 1;
    }
    return found;
  }

  /**
   * The first item of that name, as ESP-IDF finds it: one of another type before it hides it, which is how keys come to
   * several values.
   */
  find({ namespace, key, type, chunk = NVS.noChunk, first }: Wanted): Stored | undefined {
    for (const stored of this.items()) {
      const { item } = stored;
      if (item.namespace !== namespace || item.key !== key) continue;
      if (type === undefined) return stored;
      if (item.chunk !== chunk) continue;
      if (type === ITEM_TYPES.index && item.type === type && first !== undefined) {
        if (readIndexData(item.data).first !== first) continue;
      }
      return item.type === type ? stored : undefined;
    }
    return undefined;
  }

  /** Undefined, and the item erased, when its checksum is wrong. */
  payloadOf({ item, index }: Stored): Buffer | undefined {
    const { size, crc } = readPieceData(item.data);
    const at = this.#address + entryAt(index + 1);
    const payload = Buffer.from(this.#flash.read(at, Math.min(size, this.#end(item, index) - at)));
    if (payload.length === size && nvsCrc(payload) === crc) return payload;
    this.erase(index);
    return undefined;
  }

  /** False when it does not fit. */
  write(item: Omit<NvsItem, 'span'>, payload: Uint8Array = new Uint8Array()): boolean {
    const span = entriesFor(payload.length);
    if (this.state === 'blank') this.#begin();
    if (this.state !== 'active' || this.#next + span > NVS.entriesPerPage) return false;
    this.#writeEntry(encodeItem({ ...item, span }));
    const whole = payload.length - (payload.length % NVS.entryBytes);
    if (whole > 0) this.#writeEntries(payload.subarray(0, whole));
    if (whole < payload.length) {
      const last = Buffer.alloc(NVS.entryBytes, 0xff);
      last.set(payload.subarray(whole));
      this.#writeEntry(last);
    }
    return true;
  }

  /** @param index of the first entry of an item */
  erase(index: number): void {
    const item = itemAt(this.#bytes(), index);
    const end = Math.min(NVS.entriesPerPage, index + Math.max(1, item?.span ?? 1));
    this.#bitmap.mark(index, end, ENTRY_STATES.erased);
    this.#next = Math.max(this.#next, end);
  }

  copyTo(other: StorePage): void {
    const bytes = this.#bytes();
    for (const { item, index } of this.items()) {
      if (other.state === 'blank') other.#begin();
      const end = index + (hasPayload(item.type) ? item.span : 1);
      for (let at = index; at < end; at++) other.#writeEntry(entryBytes(bytes, at));
    }
  }

  /** The bits of a state can only be cleared: active, full, freeing. */
  turn(state: 'full' | 'freeing'): void {
    if (this.state === state) return;
    const word = Buffer.alloc(4);
    word.writeUInt32LE(PAGE_STATES[state]);
    this.#flash.program(this.#address, word);
    this.state = state;
  }

  clear(): void {
    this.#flash.erase(this.#address, NVS.pageBytes);
    this.#bitmap.forget();
    this.#next = 0;
    this.state = 'blank';
  }

  #begin(): void {
    this.#flash.program(this.#address, encodePageHeader('active', this.sequence));
    this.#next = 0;
    this.state = 'active';
  }

  #writeEntry(bytes: Uint8Array): void {
    this.#flash.program(this.#address + entryAt(this.#next), bytes);
    this.#bitmap.mark(this.#next, this.#next + 1, ENTRY_STATES.written);
    this.#next += 1;
  }

  #writeEntries(bytes: Uint8Array): void {
    this.#flash.program(this.#address + entryAt(this.#next), bytes);
    const end = this.#next + bytes.length / NVS.entryBytes;
    this.#bitmap.mark(this.#next, end, ENTRY_STATES.written);
    this.#next = end;
  }

  #recover(bytes: Buffer): void {
    if (this.state === 'active') this.#findNext(bytes);
    const end = this.state === 'active' ? this.#next : NVS.entriesPerPage;
    const seen = new Map<string, number>();
    for (let index = 0; index < end; ) {
      const item = this.#bitmap.isWritten(index) ? itemAt(bytes, index) : undefined;
      if (!item) {
        if (this.#bitmap.isWritten(index)) this.erase(index);
        index += 1;
        continue;
      }
      const span = hasPayload(item.type) ? Math.max(1, item.span) : 1;
      const name = `${item.namespace}/${item.chunk}/${item.key}`;
      const older = seen.get(name);
      if (!this.#bitmap.isWhole(index, span)) this.erase(index);
      else {
        // Power went away between writing the new and erasing the old, or so ESP-IDF takes it: of any type.
        if (older !== undefined && this.state === 'active') this.erase(older);
        seen.set(name, index);
      }
      index += span;
    }
  }

  /** The first free entry. One that was begun, without its bits, is not free. */
  #findNext(bytes: Buffer): void {
    this.#next = this.#bitmap.firstEmpty;
    while (
      this.#next < NVS.entriesPerPage &&
      bytes.readUInt32LE(entryAt(this.#next)) !== 0xffff_ffff
    ) {
      this.#bitmap.mark(this.#next, this.#next + 1, ENTRY_STATES.erased);
      this.#next += 1;
    }
  }

  #end(item: NvsItem, index: number): number {
    return this.#address + entryAt(Math.min(NVS.entriesPerPage, index + item.span));
  }

  #bytes(): Buffer {
    return Buffer.from(this.#flash.read(this.#address, NVS.pageBytes));
  }
}

const itemAt = (page: Buffer, index: number): NvsItem | undefined =>
  decodeItem(entryBytes(page, index));
