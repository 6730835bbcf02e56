import {
  decodeItem,
  ENTRY_STATES,
  hasPayload,
  NVS,
  type NvsItem,
  nvsCrc,
  readPieceData,
} from './nvs-format.ts';
import type { NvsFinding } from './nvs-image.ts';
import { entryAt, entryBytes, entryState } from './nvs-page-header.ts';

/** An entry whose checksums are right. */
export interface NvsPiece {
  readonly item: NvsItem;
  /** What follows it; empty where the type has none. A view, not a copy. */
  readonly payload: Uint8Array;
  /** From the beginning of the image. */
  readonly offset: number;
}

/**
 * Takes the written entries out of a page, in the order of their places, and reports what firmware would erase.
 * @param base where the page begins in its image
 */
export const readNvsPage = (
  page: Buffer,
  base: number,
  isActive: boolean,
): { pieces: NvsPiece[]; findings: NvsFinding[] } => {
  const pieces: NvsPiece[] = [];
  const findings: NvsFinding[] = [];
  const report = (kind: NvsFinding['kind'], index: number, sentence: string): void => {
    findings.push({ kind, offset: base + entryAt(index), sentence });
  };
  for (let index = 0; index < NVS.entriesPerPage; ) {
    const state = entryState(page, index);
    if (state !== ENTRY_STATES.written) {
      const isKnown = state === ENTRY_STATES.empty || state === ENTRY_STATES.erased;
      if (!isKnown) report('damaged-entry', index, 'An entry has an impossible state.');
      if (isActive && state === ENTRY_STATES.empty) {
        if (hasBegun(page, index)) {
          report('interrupted', index, 'Power went away while this entry was being written.');
        }
        const beyond = firstWritten(page, index);
        if (beyond > 0) report('damaged-entry', beyond, 'Written entries behind the free ones.');
        break;
      }
      index += 1;
      continue;
    }
    const item = decodeItem(entryBytes(page, index));
    if (!item) {
      const end = endOfDamage(page, index);
      report('damaged-entry', index, `${counted(end - index)} with a wrong checksum.`);
      index = end;
      continue;
    }
    if (!hasPayload(item.type)) {
      pieces.push({ item, payload: new Uint8Array(), offset: base + entryAt(index) });
      index += 1;
      continue;
    }
    const end = index + item.span;
    const payload = payloadOf(page, index, item);
    if (payload instanceof Uint8Array) {
      pieces.push({ item, payload, offset: base + entryAt(index) });
    } else {
      report('damaged-entry', index, `The value of key "${item.key}" ${payload}.`);
    }
    index = Math.max(index + 1, end);
  }
  return { pieces, findings };
};

/** The payload, or words for what is wrong with it. */
const payloadOf = (page: Buffer, index: number, item: NvsItem): Uint8Array | string => {
  const { size, crc } = readPieceData(item.data);
  const end = index + item.span;
  if (item.span < 1 || end > NVS.entriesPerPage || size > (item.span - 1) * NVS.entryBytes) {
    return 'does not fit into its entries';
  }
  for (let at = index + 1; at < end; at++) {
    if (entryState(page, at) !== ENTRY_STATES.written) return 'was written or erased in part';
  }
  const payload = page.subarray(entryAt(index + 1), entryAt(index + 1) + size);
  return nvsCrc(payload) === crc ? payload : 'has a wrong checksum';
};

/** A damaged entry does not tell how long it is, so what follows it is mostly its payload. */
const endOfDamage = (page: Buffer, index: number): number => {
  let end = index + 1;
  while (
    end < NVS.entriesPerPage &&
    entryState(page, end) === ENTRY_STATES.written &&
    !decodeItem(entryBytes(page, end))
  ) {
    end += 1;
  }
  return end;
};

const counted = (entries: number): string => (entries === 1 ? 'An entry' : `${entries} entries`);

/** 0 when there is none. */
const firstWritten = (page: Buffer, from: number): number => {
  for (let index = from + 1; index < NVS.entriesPerPage; index++) {
    if (entryState(page, index) === ENTRY_STATES.written) return index;
  }
  return 0;
};

/** Firmware looks at the first four bytes alone. */
const hasBegun = (page: Buffer, index: number): boolean =>
  page.readUInt32LE(entryAt(index)) !== 0xffff_ffff;
