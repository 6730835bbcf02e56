import { type ENTRY_STATES, NVS, nvsCrc, PAGE_STATES, type PageState } from './nvs-format.ts';

/** The first 32 bytes of a page. The state stands outside of the checksum, so that it can be changed in place. */
export const encodePageHeader = (
  state: PageState,
  sequence: number,
  version: number = NVS.version2,
): Buffer => {
  const header = Buffer.alloc(NVS.bitmapAt, 0xff);
  header.writeUInt32LE(PAGE_STATES[state], 0);
  header.writeUInt32LE(sequence, 4);
  header.writeUInt8(version, 8);
  header.writeUInt32LE(nvsCrc(header.subarray(4, 28)), 28);
  return header;
};

export interface PageHeader {
  readonly state: Exclude<PageState, 'blank'>;
  /** Pages are in the order of these numbers, whatever their place in flash. */
  readonly sequence: number;
  readonly version: number;
}

/** `blank` is a page of nothing but FF; `damaged` one that firmware will erase before it uses it again. */
export const readPageHeader = (page: Buffer): PageHeader | 'blank' | 'damaged' => {
  const word = page.readUInt32LE(0);
  if (word === PAGE_STATES.blank) return page.equals(BLANK_PAGE) ? 'blank' : 'damaged';
  const state = STATES_IN_USE.find((name) => PAGE_STATES[name] === word);
  if (state === undefined || page.readUInt32LE(28) !== nvsCrc(page.subarray(4, 28))) {
    return 'damaged';
  }
  return { state, sequence: page.readUInt32LE(4), version: page.readUInt8(8) };
};

const BLANK_PAGE = Buffer.alloc(NVS.pageBytes, 0xff);
const STATES_IN_USE = ['active', 'full', 'freeing'] as const;

/** The two bits of an entry in the bitmap of its page. */
export const entryState = (page: Buffer, index: number): number =>
  (page.readUInt8(NVS.bitmapAt + (index >> 2)) >> (2 * (index & 3))) & 0b11;

export const setEntryState = (
  page: Buffer,
  index: number,
  state: (typeof ENTRY_STATES)[keyof typeof ENTRY_STATES],
): void => {
  const at = NVS.bitmapAt + (index >> 2);
  const shift = 2 * (index & 3);
  page.writeUInt8((page.readUInt8(at) & ~(0b11 << shift)) | (state << shift), at);
};

export const entryAt = (index: number): number => NVS.entriesAt + index * NVS.entryBytes;

export const entryBytes = (page: Buffer, index: number): Buffer =>
  page.subarray(entryAt(index), entryAt(index + 1));
