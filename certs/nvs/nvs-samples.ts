import fc from 'fast-check';
import {
  ENTRY_STATES,
  encodeItem,
  entriesFor,
  NVS,
  type NvsItem,
  type PageState,
  pieceData,
} from './nvs-format.ts';
import type { NvsEntry } from './nvs-image.ts';
import { encodePageHeader, entryAt, setEntryState } from './nvs-page-header.ts';
import { NVS_NUMBER_TYPES, type NvsNumberType, type NvsValue } from './nvs-value.ts';

// Values for the tests of NVS images.

/** Bytes that differ from place to place, always the same ones. */
export const pattern = (length: number, seed = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + seed) % 251);

const numberOf = (type: NvsNumberType): fc.Arbitrary<NvsValue> => {
  const bits = Number(type.slice(1));
  const value = fc.bigInt(
    type.startsWith('i')
      ? { min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n }
      : { min: 0n, max: (1n << BigInt(bits)) - 1n },
  );
  return type === 'u64' || type === 'i64'
    ? value.map((value) => ({ type, value }))
    : value.map((value) => ({ type, value: Number(value) }));
};

/** Sizes around the borders of entries and pages come often. */
const anySize = (max: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.nat({ max: 70 }),
    fc.nat({ max }),
    fc
      .tuple(fc.nat({ max: 126 }), fc.integer({ min: -1, max: 1 }))
      .map(([entries, more]) => Math.min(max, Math.max(0, entries * 32 + more))),
  );

const anyNvsValue: fc.Arbitrary<NvsValue> = fc.oneof(
  ...NVS_NUMBER_TYPES.map(numberOf),
  anySize(3999).map((size) => ({
    type: 'string' as const,
    value: pattern(size, 1).map((byte) => byte || 1),
  })),
  fc.tuple(anySize(9000), fc.nat({ max: 250 })).map(([size, seed]) => ({
    type: 'blob' as const,
    value: pattern(size, seed),
  })),
);

/** Up to `maxLength` values under names of which many have several, of different types. */
export const anyNvsEntries = (maxLength: number): fc.Arbitrary<NvsEntry[]> =>
  fc.uniqueArray(
    fc
      .record({
        namespace: fc.constantFrom('mqtt_ca', 'factory_param', 'n', 'fifteen_letters'),
        key: fc.oneof(
          fc.constantFrom('a', 'fifteen.letters'),
          fc.stringMatching(/^[a-z.0-9]{1,15}$/),
        ),
        content: anyNvsValue,
      })
      .map(({ namespace, key, content }) => ({ ...content, namespace, key })),
    { maxLength, selector: ({ namespace, key, type }) => `${namespace}/${key}/${type}` },
  );

export interface NvsRow {
  readonly item: Partial<NvsItem> & { key: string };
  readonly payload?: Uint8Array;
  readonly state?: keyof typeof ENTRY_STATES;
  /** A bit of this byte of the entry is turned over. */
  readonly damage?: number;
}

/** A page as a board would have left it. */
export const nvsPage = (
  state: PageState,
  sequence: number,
  rows: readonly NvsRow[],
  version?: number,
) => {
  const bytes = Buffer.alloc(NVS.pageBytes, 0xff);
  if (state !== 'blank') encodePageHeader(state, sequence, version).copy(bytes);
  let next = 0;
  for (const { item, payload = new Uint8Array(), state = 'written', damage } of rows) {
    const span = entriesFor(payload.length);
    const head = { namespace: 1, type: 1, span, chunk: NVS.noChunk, data: pieceData(payload) };
    bytes.set(encodeItem({ ...head, ...item }), entryAt(next));
    bytes.set(payload, entryAt(next + 1));
    if (damage !== undefined)
      bytes.writeUInt8((bytes[entryAt(next) + damage] ?? 0) ^ 1, entryAt(next) + damage);
    for (const end = next + span; next < end; next++) {
      setEntryState(bytes, next, ENTRY_STATES[state]);
    }
  }
  return bytes;
};
