import { z } from 'zod';

/** One field of an information line: how it is spelled on the wire, and the value it stands for. */
export type Field<T> = z.ZodType<T, string>;

/** A decimal number. */
export const integer = z.codec(z.string().regex(/^-?\d+$/, 'a decimal number'), z.number().int(), {
  decode: Number,
  encode: String,
});

/** A number spelled `0x21000`: lower case, no leading zeros. */
export const hexadecimal = z.codec(
  z.string().regex(/^0x[0-9a-f]+$/i, 'a hexadecimal number'),
  z.number().int().nonnegative(),
  { decode: Number, encode: (value) => `0x${value.toString(16)}` },
);

/** Text in double quotes. The firmware escapes nothing when it prints: quotes inside stay as they are. */
export const quoted = z.codec(z.string().regex(/^".*"$/s, 'text in quotes'), z.string(), {
  decode: (wire) => wire.slice(1, -1),
  encode: (value) => `"${value}"`,
});

/** Text without quotes. */
export const bare = z.codec(z.string(), z.string(), { decode: String, encode: String });

/** A decimal number, or nothing between its commas. */
export const integerOrNothing = z.codec(
  z.string().regex(/^\d*$/, 'a decimal number or nothing'),
  z.number().int().nullable(),
  {
    decode: (wire) => (wire === '' ? null : Number(wire)),
    encode: (value) => String(value ?? ''),
  },
);

/** `true` or `false`, as words. */
export const truth = z.codec(z.string().regex(/^(?:true|false)$/, 'true or false'), z.boolean(), {
  decode: (wire) => wire === 'true',
  encode: String,
});

/** A decimal number in quotes, as the port in `+MQTTCONN`. */
export const quotedInteger = z.codec(
  z.string().regex(/^"\d*"$/, 'a decimal number in quotes'),
  z.number().int().nullable(),
  {
    decode: (wire) => (wire === '""' ? null : Number(wire.slice(1, -1))),
    encode: (value) => `"${value ?? ''}"`,
  },
);

/** Cuts `1,"a,b",0x10` at its commas. A comma inside quotes counts only where a quote stands before it. */
export const splitFields = (text: string): string[] => {
  const fields: string[] = [];
  let start = 0;
  for (;;) {
    const end = endOfField(text, start);
    fields.push(text.slice(start, end));
    if (end >= text.length) return fields;
    start = end + 1;
  }
};

const endOfField = (text: string, start: number): number => {
  if (text[start] !== '"') return orEnd(text, text.indexOf(',', start));
  const close = text.indexOf('",', start + 1);
  return close < 0 ? text.length : close + 1;
};

const orEnd = (text: string, index: number): number => (index < 0 ? text.length : index);
