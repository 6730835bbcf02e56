import type { ImageDescription } from '../../../certs/factory-image/describe-image.ts';
import type { FlashTable } from '../../../certs/factory-image/flash-tables.ts';
import { printable } from '../../../certs/printable.ts';
import { contentLines } from './content-lines.ts';

const hex = (number: number): string => `0x${number.toString(16)}`;

const CHECKSUMS = { none: 'without MD5', right: 'MD5 right', wrong: 'MD5 WRONG' } as const;

const tableLines = (which: string, table: FlashTable | undefined): string[] => {
  if (!table) return [`${which} table: not there`];
  const { address, checksum, partitions } = table;
  return [
    `${which} table at ${hex(address)}, ${CHECKSUMS[checksum]}:`,
    ...partitions.map(({ name, type, subtype, address: at, size }) =>
      [
        `  ${printable(name).padEnd(16)}`,
        `${type},${subtype}`.padEnd(7),
        hex(at).padEnd(9),
        hex(size),
      ].join(' '),
    ),
  ];
};

/** What a factory image holds, for people. */
export const imageLines = (file: string, image: ImageDescription): string[] => {
  const { bytes, version, credentials, parameters, problems } = image;
  const named = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
  return [
    `${file}: ${bytes} bytes, AT version ${version ?? 'not told'}`,
    ...tableLines('primary', image.primary),
    ...tableLines('secondary', image.secondary),
    'credentials:',
    ...credentials.flatMap(({ place, address, content }) => [
      `  ${printable(place)} at ${hex(address)}, ${content.bytes} bytes`,
      ...contentLines(content).map((line) => `    ${line}`),
    ]),
    `factory parameters: ${printable(named.join(' ')) || 'none'}`,
    ...problems.map(({ code, sentence }) => `PROBLEM ${code}: ${printable(sentence)}`),
  ];
};

/** The same for a program: a value of JSON. */
export const imageJson = (file: string, image: ImageDescription): object => ({
  file,
  ...image,
  flashSize: image.flashSize ?? null,
  version: image.version ?? null,
  secondary: image.secondary ?? null,
});
