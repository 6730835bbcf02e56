import { BadInput } from '../../errors/bench-error.ts';
import { type NvsType, type NvsValue, requireNvsName, requireNvsValue } from './nvs-value.ts';

/** A value and where it stands: `{ namespace: 'mqtt_ca', key: 'mqtt_ca', type: 'blob', value }`. */
export type NvsEntry = NvsValue & { readonly namespace: string; readonly key: string };

/** What firmware would throw away, or never look at, in an image that was read. */
export interface NvsFinding {
  readonly kind:
    | 'erased'
    | 'cut-off'
    | 'damaged-page'
    | 'newer-page'
    | 'interrupted'
    | 'damaged-entry'
    | 'incomplete-blob'
    | 'orphan'
    | 'superseded'
    | 'unreachable'
    | 'unknown-type';
  /** In bytes from the beginning of the image. */
  readonly offset: number;
  /** Never quotes a value. */
  readonly sentence: string;
}

/**
 * The content of an NVS partition such as `mfg_nvs`: entries in the order in which `AT+SYSMFG` lists them, which is that
 * of their places in flash. Changes give a new image and leave all other entries as they are.
 *
 * One key may have several values of different types, as boards make them when they write with another type (seen on
 * v3.4.0.0). Namespaces without keys do not appear, neither here nor in `AT+SYSMFG?`.
 */
export class NvsImage {
  readonly entries: readonly NvsEntry[];
  /** Empty for an image that was not read. */
  readonly findings: readonly NvsFinding[];

  private constructor(entries: readonly NvsEntry[], findings: readonly NvsFinding[]) {
    this.entries = entries;
    this.findings = findings;
  }

  /** Throws BadInput NVS_NAME, NVS_KEY_EXISTS (two values of one type), and what `requireNvsValue` throws. */
  static of(entries: Iterable<NvsEntry> = [], findings: readonly NvsFinding[] = []): NvsImage {
    const all = [...entries];
    const seen = new Set<string>();
    for (const entry of all) {
      requireNvsName('namespace', entry.namespace);
      requireNvsName('key', entry.key);
      requireNvsValue(entry.key, entry);
      const place = [entry.namespace, entry.key, entry.type].join('\0');
      if (seen.has(place)) throw exists(entry);
      seen.add(place);
    }
    return new NvsImage(all, findings);
  }

  /** In the order of `AT+SYSMFG?`. */
  get namespaces(): string[] {
    return [...new Set(this.entries.map((entry) => entry.namespace))];
  }

  /** In the order of `AT+SYSMFG=1,"namespace"`; empty for a namespace that is not there. */
  keys(namespace: string): NvsEntry[] {
    return this.entries.filter((entry) => entry.namespace === namespace);
  }

  /** The first value of the key, as firmware finds it when it does not ask for a type. */
  get(namespace: string, key: string, type?: NvsType): NvsEntry | undefined {
    return this.entries.find(
      (entry) => isAt(entry, namespace, key) && (type === undefined || entry.type === type),
    );
  }

  /**
   * With this as the only value of the key: in its old place, or else behind all others.
   * Throws BadInput NVS_NAME and what `requireNvsValue` throws.
   */
  with(namespace: string, key: string, content: NvsValue): NvsImage {
    const entry: NvsEntry = { ...content, namespace, key };
    const place = this.entries.findIndex((other) => isAt(other, namespace, key));
    if (place < 0) return NvsImage.of([...this.entries, entry], this.findings);
    const others = this.entries.map((other, at) => (at === place ? entry : other));
    return NvsImage.of(
      others.filter((other) => other === entry || !isAt(other, namespace, key)),
      this.findings,
    );
  }

  /** With one value more; values of other types stay beside it. Throws BadInput NVS_KEY_EXISTS for the same type. */
  adding(namespace: string, key: string, content: NvsValue): NvsImage {
    return NvsImage.of([...this.entries, { ...content, namespace, key }], this.findings);
  }

  /** Without the key, or without the whole namespace. Throws BadInput NVS_KEY_UNKNOWN when there is no such thing. */
  without(namespace: string, key?: string): NvsImage {
    const rest = this.entries.filter((entry) => !isAt(entry, namespace, key ?? entry.key));
    if (rest.length < this.entries.length) return new NvsImage(rest, this.findings);
    const wanted = key === undefined ? `namespace "${namespace}"` : `key "${namespace}/${key}"`;
    throw new BadInput(
      'NVS_KEY_UNKNOWN',
      `There is no ${wanted} to take out. There are: ${this.namespaces.join(', ') || 'no namespaces'}.`,
    );
  }
}

const isAt = (entry: NvsEntry, namespace: string, key: string): boolean =>
  entry.namespace === namespace && entry.key === key;

const exists = ({ namespace, key, type }: NvsEntry): BadInput =>
  new BadInput(
    'NVS_KEY_EXISTS',
    `"${namespace}/${key}" has a value of type ${type} already. Replace that one.`,
  );
