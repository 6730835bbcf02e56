import type { Evidence, StoredItem } from '../../evidence.ts';
import { toldCommands } from '../../told-commands.ts';

interface Damage {
  readonly kind: 'overwritten' | 'cut-short' | 'damaged';
  readonly says: string;
}

const ERASE = '0';
const WRITE = '1';

/** The writes of a place as the host announced them, and whether the place was erased since the one before. */
const writesOf = ({ transcript }: Evidence, place: string) => {
  const writes: { readonly bytes: number; readonly isErased: boolean }[] = [];
  let isErased = false;
  for (const { name, values, result } of toldCommands(transcript)) {
    const [operation, partition, , length] = values;
    if (name !== 'SYSFLASH' || partition !== place || result === 'ERROR') continue;
    if (operation === ERASE) isErased = true;
    if (operation !== WRITE) continue;
    writes.push({ bytes: Number(length), isErased });
    isErased = false;
  }
  return writes;
};

/** Writes in pieces count as one, from the last that begins anew. */
const lastWrite = (evidence: Evidence, place: string) => {
  const writes = writesOf(evidence, place);
  const start = writes.findLastIndex(({ isErased }) => isErased);
  const own = writes.slice(Math.max(start, 0));
  return own.length === 0
    ? undefined
    : { bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), isErased: start >= 0 };
};

const CUT_SHORT: readonly string[] = ['tail-missing', 'not-written'];

/** What is wrong with the bytes of an item that are there; undefined where they are whole. */
export const damageOf = (evidence: Evidence, item: StoredItem): Damage | undefined => {
  const { place, difference, damage, bytes, form } = item;
  if (difference) {
    const says = `${place} differs from what was written, from byte ${difference.offset} on: ${difference.reason}`;
    if (difference.pattern === 'not-erased') return { kind: 'overwritten', says };
    const meant = evidence.meant.find((each) => each.place === place)?.bytes ?? 0;
    const isShorter = difference.pattern === 'other-length' && bytes < meant;
    if (CUT_SHORT.includes(difference.pattern) || isShorter) return { kind: 'cut-short', says };
  }
  if (damage === null) {
    return form === 'other'
      ? { kind: 'damaged', says: `${place} holds neither a PEM file nor a PKI image` }
      : undefined;
  }
  const what = `${place}: ${damage}`;
  if (item.endsEarly) return { kind: 'cut-short', says: what };
  const write = lastWrite(evidence, place);
  // Only an image says how long it is; of anything else all that can be read was read.
  if (write && form === 'pki-image' && write.bytes < bytes) {
    const says = `${what}; ${write.bytes} bytes of it were sent`;
    return { kind: 'cut-short', says };
  }
  if (write && !write.isErased) {
    return { kind: 'overwritten', says: `${what}; it was written without an erase before` };
  }
  return { kind: 'damaged', says: what };
};
