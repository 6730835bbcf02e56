import type { NvsFlash } from './nvs-flash.ts';
import { ITEM_TYPES, NVS, type NvsItem } from './nvs-format.ts';
import { NvsFailure } from './nvs-store-failure.ts';
import { type Stored, StorePage, type Wanted } from './nvs-store-page.ts';

/** An item and the page that it is in. */
export interface Found extends Stored {
  readonly page: StorePage;
}

/**
 * The pages of a partition: those in use, oldest first, the last of which is written to, and the free ones, of which one
 * always remains. When no other is left, the page with the least in it is emptied into it.
 */
export class StorePages {
  readonly #inUse: StorePage[] = [];
  readonly #free: StorePage[] = [];
  #sequence = 0;

  private constructor() {}

  /** Brings to an end what a power cut interrupted. Throws NvsFailure. */
  static mount(flash: NvsFlash): StorePages {
    const pages = new StorePages();
    for (let at = 0; at + NVS.pageBytes <= flash.size; at += NVS.pageBytes) {
      const page = StorePage.load(flash, at);
      (page.isInUse ? pages.#inUse : pages.#free).push(page);
    }
    pages.#inUse.sort((a, b) => a.sequence - b.sequence);
    const last = pages.#inUse.at(-1);
    if (!last) {
      pages.#activate();
      return pages;
    }
    pages.#sequence = last.sequence + 1;
    pages.#eraseOlderOf(last);
    pages.#finishFreeing();
    if (pages.#free.length === 0) {
      throw new NvsFailure(
        'ESP_ERR_NVS_NO_FREE_PAGES',
        'No page of the partition is free, and one must be to tidy up. Erase the partition.',
      );
    }
    return pages;
  }

  get current(): StorePage {
    return this.#inUse.at(-1) as StorePage;
  }

  get count(): number {
    return this.#inUse.length + this.#free.length;
  }

  *items(): Generator<Found> {
    for (const page of this.#inUse) for (const stored of page.items()) yield { ...stored, page };
  }

  find(wanted: Wanted): Found | undefined {
    for (const page of this.#inUse) {
      const stored = page.find(wanted);
      if (stored) return { ...stored, page };
    }
    return undefined;
  }

  /** In the current page, or else in the next. Throws NvsFailure ESP_ERR_NVS_NOT_ENOUGH_SPACE. */
  write(item: Omit<NvsItem, 'span'>, payload?: Uint8Array): void {
    if (this.current.write(item, payload)) return;
    this.turnPage();
    if (!this.current.write(item, payload)) throw noSpace();
  }

  /** Closes the current page and opens another. Throws NvsFailure ESP_ERR_NVS_NOT_ENOUGH_SPACE. */
  turnPage(): void {
    this.current.turn('full');
    if (this.#free.length >= 2) {
      this.#activate();
      return;
    }
    const [emptiest] = this.#inUse.toSorted((a, b) => a.used - b.used);
    if (!emptiest || emptiest.used === NVS.entriesPerPage) throw noSpace();
    emptiest.turn('freeing');
    this.#empty(emptiest);
  }

  #empty(page: StorePage): void {
    this.#activate();
    page.copyTo(this.current);
    page.clear();
    this.#inUse.splice(this.#inUse.indexOf(page), 1);
    this.#free.push(page);
  }

  #activate(): void {
    const page = this.#free.shift();
    if (!page) throw noSpace();
    if (page.state === 'damaged') page.clear();
    page.sequence = this.#sequence++;
    this.#inUse.push(page);
  }

  /** When power went away between writing the last item and erasing the one that it replaces. */
  #eraseOlderOf(last: StorePage): void {
    const item = last.items().at(-1)?.item;
    if (!item) return;
    const eraseIn = (page: StorePage, type: number): boolean => {
      const older = page.state === 'freeing' ? undefined : page.find({ ...item, type });
      if (older) page.erase(older.index);
      return older !== undefined;
    };
    const before = this.#inUse.slice(0, -1);
    const isErased = before.some((page) => eraseIn(page, item.type));
    if (!isErased && item.type === ITEM_TYPES.index) {
      before.some((page) => eraseIn(page, ITEM_TYPES.oldBlob));
    }
  }

  #finishFreeing(): void {
    const page = this.#inUse.find(({ state }) => state === 'freeing');
    if (!page) return;
    const copies = this.current;
    if (copies.state === 'active') {
      copies.clear();
      this.#inUse.pop();
      this.#free.push(copies);
    }
    this.#empty(page);
  }
}

const noSpace = (): NvsFailure =>
  new NvsFailure(
    'ESP_ERR_NVS_NOT_ENOUGH_SPACE',
    'The partition is full. Erase keys that are not needed.',
  );
