import type { NvsFlash } from './nvs-flash.ts';
import { ITEM_TYPES, NVS, pieceData } from './nvs-format.ts';
import { StoreBlobs } from './nvs-store-blobs.ts';
import { NvsFailure } from './nvs-store-failure.ts';
import { type Found, StorePages } from './nvs-store-pages.ts';
import {
  decodeNumber,
  encodeNumber,
  type NvsType,
  type NvsValue,
  numberTypeOf,
} from './nvs-value.ts';

/** What `AT+SYSMFG` lists of a value. */
export interface NvsKey {
  readonly namespace: string;
  readonly key: string;
  readonly type: NvsType;
}

/**
 * The NVS of a running board: ESP-IDF's library of the 5.0 releases, on NOR flash. Power may go away between any two
 * accesses to the flash; mounted again, each key has its old or its new value. Values that are written again as they
 * are touch no flash; others move to the end of the list.
 *
 * A value of another type under a known key makes a second entry (seen on v3.4.0.0). As in ESP-IDF, the older one is
 * lost at the next mount when both are in the page that is being written.
 */
export class NvsStore {
  readonly #pages: StorePages;
  readonly #blobs: StoreBlobs;
  /** The number of each, in the order of their definitions. */
  readonly #namespaces = new Map<string, number>();

  private constructor(pages: StorePages) {
    this.#pages = pages;
    this.#blobs = new StoreBlobs(pages);
  }

  /** @param flash the partition alone. Throws NvsFailure. */
  static mount(flash: NvsFlash): NvsStore {
    const store = new NvsStore(StorePages.mount(flash));
    store.#loadNamespaces();
    store.#blobs.eraseOrphans();
    return store;
  }

  /** In the order of their places in flash. Blobs of the first NVS version are not listed, as in ESP-IDF. */
  keys(namespace?: string): NvsKey[] {
    const names = new Map([...this.#namespaces].map(([name, number]) => [number, name]));
    return [...this.#pages.items()].flatMap(({ item }) => {
      const name = names.get(item.namespace);
      const type = listedType(item.type, item.chunk);
      if (name === undefined || type === undefined) return [];
      return namespace === undefined || namespace === name
        ? [{ namespace: name, key: item.key, type }]
        : [];
    });
  }

  /** Without a type, that of the key's first value. Damaged values are erased. */
  get(namespace: string, key: string, type?: NvsType): NvsValue | undefined {
    const number = this.#namespaces.get(namespace);
    if (number === undefined) return undefined;
    const wanted = type ?? this.#typeOf(number, key);
    if (wanted === undefined) return undefined;
    if (wanted === 'blob') {
      const value = this.#blobs.get({ namespace: number, key });
      return value && { type: 'blob', value };
    }
    const found = this.#pages.find({ namespace: number, key, type: ITEM_TYPES[wanted] });
    if (!found) return undefined;
    if (wanted !== 'string') return decodeNumber(wanted, found.item.data);
    const value = found.page.payloadOf(found);
    return value && { type: 'string', value: value.subarray(0, value.length - 1) };
  }

  /**
   * Numbers are cut to their type. Throws NvsFailure: ESP_ERR_NVS_NOT_ENOUGH_SPACE and the key keeps its old value,
   * ESP_ERR_NVS_VALUE_TOO_LONG, ESP_ERR_NVS_KEY_TOO_LONG or ESP_ERR_NVS_INVALID_NAME.
   */
  set(namespace: string, key: string, content: NvsValue): void {
    for (const name of [namespace, key]) requireName(name);
    if (content.type === 'string' && content.value.length >= NVS.chunkBytes) {
      throw new NvsFailure(
        'ESP_ERR_NVS_VALUE_TOO_LONG',
        `A string has up to ${NVS.chunkBytes} bytes with its closing NUL, and that of "${key}" has more.`,
      );
    }
    const number = this.#namespaceOf(namespace);
    if (content.type === 'blob') {
      this.#blobs.set({ namespace: number, key }, content.value);
      return;
    }
    const isText = content.type === 'string';
    const payload = isText ? Buffer.concat([content.value, Buffer.of(0)]) : Buffer.alloc(0);
    const data = isText ? pieceData(payload) : encodeNumber(content.type, content.value);
    this.#replace({ namespace: number, type: ITEM_TYPES[content.type], key }, data, payload);
  }

  /** The first value of the key. Throws NvsFailure ESP_ERR_NVS_NOT_FOUND. */
  erase(namespace: string, key: string): void {
    const number = this.#namespaces.get(namespace);
    const found = number === undefined ? undefined : this.#pages.find({ namespace: number, key });
    if (!found) {
      throw new NvsFailure('ESP_ERR_NVS_NOT_FOUND', `There is no key "${namespace}/${key}".`);
    }
    const { type, namespace: place } = found.item;
    if (type === ITEM_TYPES.chunk || type === ITEM_TYPES.index) {
      this.#blobs.erase({ namespace: place, key });
    } else found.page.erase(found.index);
  }

  /** All keys. One that does not exist is as good as empty. */
  eraseNamespace(namespace: string): void {
    const number = this.#namespaces.get(namespace);
    if (number === undefined) return;
    for (const { item, page, index } of [...this.#pages.items()]) {
      if (item.namespace === number) page.erase(index);
    }
  }

  #loadNamespaces(): void {
    for (const { item } of this.#pages.items()) {
      const number = item.data[0] as number;
      if (item.namespace !== 0 || item.type !== ITEM_TYPES.u8) continue;
      if (!this.#namespaces.has(item.key)) this.#namespaces.set(item.key, number);
    }
  }

  #namespaceOf(name: string): number {
    const known = this.#namespaces.get(name);
    if (known !== undefined) return known;
    const taken = new Set(this.#namespaces.values());
    let number = 1;
    while (taken.has(number)) number += 1;
    if (number > NVS.namespaces) {
      throw new NvsFailure(
        'ESP_ERR_NVS_NOT_ENOUGH_SPACE',
        `There are ${NVS.namespaces} namespaces already. Use one of them.`,
      );
    }
    const place = { namespace: 0, type: ITEM_TYPES.u8, key: name };
    this.#replace(place, encodeNumber('u8', number));
    this.#namespaces.set(name, number);
    return number;
  }

  #typeOf(namespace: number, key: string): NvsType | undefined {
    const first = this.#pages.find({ namespace, key })?.item.type;
    if (first === undefined) return undefined;
    if (first === ITEM_TYPES.string) return 'string';
    return numberTypeOf(first) ?? 'blob';
  }

  #replace(
    place: { readonly namespace: number; readonly type: number; readonly key: string },
    data: Uint8Array,
    payload?: Buffer,
  ): void {
    const old = this.#pages.find(place);
    if (old && this.#isSame(old, data, payload)) return;
    this.#pages.write({ ...place, chunk: NVS.noChunk, data }, payload);
    // Looked up again: to make room, the old one may have moved, but never behind the new one.
    const moved = old && this.#pages.find(place);
    moved?.page.erase(moved.index);
  }

  #isSame({ item, page, index }: Found, data: Uint8Array, payload?: Buffer): boolean {
    if (!Buffer.from(item.data).equals(data)) return false;
    return !payload?.length || (page.payloadOf({ item, index })?.equals(payload) ?? false);
  }
}

/** What lists show: a blob once, by its first chunk. */
const listedType = (type: number, chunk: number): NvsType | undefined => {
  if (type === ITEM_TYPES.string) return 'string';
  const isFirst = chunk === 0 || chunk === NVS.otherGeneration;
  return type === ITEM_TYPES.chunk && isFirst ? 'blob' : numberTypeOf(type);
};

const requireName = (name: string): void => {
  if (name.length > NVS.nameBytes) {
    throw new NvsFailure(
      'ESP_ERR_NVS_KEY_TOO_LONG',
      `Names have up to ${NVS.nameBytes} characters, and "${name}" has ${name.length}.`,
    );
  }
  if (name === '') throw new NvsFailure('ESP_ERR_NVS_INVALID_NAME', 'A name may not be empty.');
};
