import type { ShadowDocument } from './document.ts';
import { ShadowRefusal } from './refusal.ts';
import type { ShadowAddress } from './topics.ts';

/** A shadow that was deleted counts on from its last version, for so long (AWS IoT developer guide). */
const VERSION_KEPT_MS = 48 * 3600_000;

interface Deleted {
  /** The last one that there was. */
  readonly version: number;
  /** In milliseconds. */
  readonly at: number;
}

/** The shadows that there are, and for a while the versions of those that were. */
export class ShadowStore {
  readonly #max: number;
  readonly #now: () => number;
  /** By thing, then by the shadow's name; the classic one has none. */
  readonly #shadows = new Map<string, Map<string | null, ShadowDocument>>();
  /** By address as text, those that were deleted first in front. */
  readonly #deleted = new Map<string, Deleted>();
  #count = 0;

  /** @param max shadows of all things together, and as many of which the version is remembered */
  constructor(max: number, now: () => number) {
    this.#max = max;
    this.#now = now;
  }

  get({ thing, shadow }: ShadowAddress): ShadowDocument | undefined {
    return this.#shadows.get(thing)?.get(shadow);
  }

  /** Throws ShadowRefusal 404. */
  require(address: ShadowAddress): ShadowDocument {
    const document = this.get(address);
    if (document) return document;
    const { thing, shadow } = address;
    // AWS names a named shadow after its thing here, with a ~ between.
    const name = shadow === null ? thing : `${thing}~${shadow}`;
    throw new ShadowRefusal(404, `No shadow exists with name: '${name}'`);
  }

  /** The shadow, or the empty one that a new one begins with. */
  orNew(address: ShadowAddress): ShadowDocument {
    const document = this.get(address);
    if (document) return document;
    const { version, at } = this.#deleted.get(keyOf(address)) ?? { version: 0, at: 0 };
    const isRemembered = this.#now() - at < VERSION_KEPT_MS;
    return { sections: {}, version: isRemembered ? version : 0 };
  }

  /** Throws ShadowRefusal 429 for one more than there is room for. */
  put(address: ShadowAddress, document: ShadowDocument): void {
    const { thing, shadow } = address;
    const shadows = this.#shadows.get(thing) ?? new Map<string | null, ShadowDocument>();
    if (!shadows.has(shadow)) {
      if (this.#count >= this.#max) throw new ShadowRefusal(429, 'Too many shadows');
      this.#count += 1;
    }
    this.#deleted.delete(keyOf(address));
    this.#shadows.set(thing, shadows.set(shadow, document));
  }

  /** Gives what was deleted. Throws ShadowRefusal 404. */
  delete(address: ShadowAddress): ShadowDocument {
    const document = this.require(address);
    this.#shadows.get(address.thing)?.delete(address.shadow);
    this.#count -= 1;
    const [oldest] = this.#deleted.keys();
    if (this.#deleted.size >= this.#max && oldest !== undefined) this.#deleted.delete(oldest);
    this.#deleted.set(keyOf(address), { version: document.version, at: this.#now() });
    return document;
  }

  /** The names of a thing's named shadows. */
  namesOf(thing: string): string[] {
    return [
      ...(this.#shadows.get(thing) ?? new Map<string | null, ShadowDocument>()).keys(),
    ].filter((name) => name !== null);
  }
}

/** No name has a slash in it. */
const keyOf = ({ thing, shadow }: ShadowAddress): string =>
  shadow === null ? thing : `${thing}/${shadow}`;
