import { sha256 } from '../sha256.ts';
import type { NvsEntry, NvsImage } from './nvs-image.ts';
import { readNvs } from './nvs-reader.ts';
import { writeNvs } from './nvs-writer.ts';

/** An entry for comparison with others; its value, perhaps a key, cannot be had back from it. */
export const spellEntry = ({ namespace, key, type, value }: NvsEntry): string =>
  `${namespace}/${key}/${type}=${value instanceof Uint8Array ? sha256(value) : value}`;

/**
 * Makes an NVS image, reads it back, and gives it only if it holds the wanted values in their order. Throws what
 * `writeNvs` throws.
 */
export const packProvenNvs = (wanted: NvsImage, size: number): Uint8Array => {
  const packed = writeNvs(wanted, size);
  const found = readNvs(packed).entries.map(spellEntry);
  const missing = wanted.entries.map(spellEntry).filter((entry, at) => entry !== found[at]);
  if (missing.length === 0 && found.length === wanted.entries.length) return packed;
  throw new TypeError(`the new NVS image holds ${found.length} values, and not those it must`);
};
