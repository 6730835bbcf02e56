import type { ShadowDocument } from './document.ts';
import { ShadowRefusal } from './refusal.ts';
import type { ShadowAddress } from './topics.ts';

/** A shadow that was deleted counts on from its last version, for so long (AWS IoT developer guide). */
const VERSION_KEPT_MS = 48 * 3600_000;

interface Kept {
  readonly document: ShadowDocument;
  /** When it was deleted, in milliseconds; undefined while it is there. */
  readonly deletedAt?: number;
}

/** The shadows that there are, and for a while the versions of those that were. */
export class ShadowStore {
  readonly #now: () => number;
  /** By thing, then by the shadow's name; the classic one has none. */
  readonly #shadows = new Map<string, Map<string | null, Kept>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(address: ShadowAddress): ShadowDocument | undefined {
    const kept = this.#kept(address);
    return kept?.deletedAt === undefined ? kept?.document : undefined;
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
    const kept = this.#kept(address);
    if (!kept) return { sections: {}, version: 0 };
    if (kept.deletedAt === undefined) return kept.document;
    const isRemembered = this.#now() - kept.deletedAt < VERSION_KEPT_MS;
    return { sections: {}, version: isRemembered ? kept.document.version : 0 };
  }

  put(address: ShadowAddress, document: ShadowDocument): void {
    this.#keep(address, { document });
  }

  /** Gives what was deleted. Throws ShadowRefusal 404. */
  delete(address: ShadowAddress): ShadowDocument {
    const document = this.require(address);
    this.#keep(address, { document, deletedAt: this.#now() });
    return document;
  }

  /** The names of a thing's named shadows. */
  namesOf(thing: string): string[] {
    return [...(this.#shadows.get(thing) ?? [])].flatMap(([name, { deletedAt }]) =>
      name === null || deletedAt !== undefined ? [] : [name],
    );
  }

  #kept({ thing, shadow }: ShadowAddress): Kept | undefined {
    return this.#shadows.get(thing)?.get(shadow);
  }

  #keep({ thing, shadow }: ShadowAddress, kept: Kept): void {
    const shadows = this.#shadows.get(thing) ?? new Map<string | null, Kept>();
    shadows.set(shadow, kept);
    this.#shadows.set(thing, shadows);
  }
}
