import { BadInput } from '../../errors/bench-error.ts';
import { ITEM_TYPES, NVS } from './nvs-format.ts';

/** In the order in which `AT+SYSMFG` numbers the first six of them, 1 for u8. It knows no 64-bit numbers. */
export const NVS_NUMBER_TYPES = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64'] as const;
export type NvsNumberType = (typeof NVS_NUMBER_TYPES)[number];
export type NvsType = NvsNumberType | 'string' | 'blob';

/**
 * What stands under a key. Both texts and blobs are bytes, since a board may have written any; `nvsText` makes a text.
 * A text is without its closing NUL.
 */
export type NvsValue =
  | { readonly type: 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32'; readonly value: number }
  | { readonly type: 'u64' | 'i64'; readonly value: bigint }
  | { readonly type: 'string'; readonly value: Uint8Array }
  | { readonly type: 'blob'; readonly value: Uint8Array };

export const nvsText = (text: string): NvsValue => ({ type: 'string', value: Buffer.from(text) });
export const nvsBlob = (value: Uint8Array): NvsValue => ({ type: 'blob', value });

const byteType = new Map<number, NvsNumberType>(
  NVS_NUMBER_TYPES.map((type) => [ITEM_TYPES[type], type]),
);

export const numberTypeOf = (typeByte: number): NvsNumberType | undefined => byteType.get(typeByte);

/** Cuts what is too large for the type, as `AT+SYSMFG` does. Gives 8 bytes, those after the number FF. */
export const encodeNumber = (type: NvsNumberType, value: number | bigint): Buffer => {
  const data = Buffer.alloc(8);
  data.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)));
  return data.fill(0xff, bitsOf(type) / 8);
};

export const decodeNumber = (type: NvsNumberType, data: Uint8Array): NvsValue => {
  const raw = Buffer.from(data).readBigUInt64LE();
  const value = type.startsWith('i')
    ? BigInt.asIntN(bitsOf(type), raw)
    : BigInt.asUintN(bitsOf(type), raw);
  return type === 'u64' || type === 'i64' ? { type, value } : { type, value: Number(value) };
};

const bitsOf = (type: NvsNumberType): number => Number(type.slice(1));

/** A namespace or key: 1 to 15 characters of one byte each. Throws BadInput NVS_NAME. */
export const requireNvsName = (what: 'namespace' | 'key', name: string): void => {
  if (name.length > 0 && name.length <= NVS.nameBytes && isBytes(name)) return;
  throw new BadInput(
    'NVS_NAME',
    `A ${what} has 1 to ${NVS.nameBytes} characters of one byte each, and ${JSON.stringify(name)} has ${name.length}${name.length > NVS.nameBytes ? '' : ', or others'}. Give it a shorter, plain name.`,
  );
};

const isBytes = (name: string): boolean =>
  [...name].every((character) => character > '\0' && character <= '\xff');

/** Throws BadInput NVS_NUMBER_RANGE, NVS_STRING_TOO_LONG or NVS_STRING_WITH_NUL. Values are not quoted: they may be secret. */
export const requireNvsValue = (key: string, content: NvsValue): void => {
  if (content.type === 'blob') return;
  if (content.type === 'string') {
    if (content.value.length >= NVS.chunkBytes) {
      throw new BadInput(
        'NVS_STRING_TOO_LONG',
        `A string has up to ${NVS.chunkBytes} bytes with its closing NUL, and that of "${key}" has ${content.value.length + 1}. Store it as a blob.`,
      );
    }
    if (content.value.includes(0)) {
      throw new BadInput(
        'NVS_STRING_WITH_NUL',
        `A string ends at its first NUL, and that of "${key}" has one inside. Store it as a blob.`,
      );
    }
    return;
  }
  const { type, value } = content;
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  if (isWhole && sameNumber(decodeNumber(type, encodeNumber(type, value)), value)) return;
  throw new BadInput(
    'NVS_NUMBER_RANGE',
    `${type} is a whole number from ${rangeOf(type)}, and "${key}" is to be ${value}. Choose a wider type.`,
  );
};

const sameNumber = (back: NvsValue, value: number | bigint): boolean =>
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals its number only so.
  back.value == value;

const rangeOf = (type: NvsNumberType): string => {
  const span = 1n << BigInt(bitsOf(type));
  return type.startsWith('i') ? `${-span / 2n} to ${span / 2n - 1n}` : `0 to ${span - 1n}`;
};
