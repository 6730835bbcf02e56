import { BadInput } from '../../errors/bench-error.ts';
import { readCsv, writeCsv } from './csv.ts';
import { type NvsEntry, NvsImage } from './nvs-image.ts';
import { NVS_NUMBER_TYPES, type NvsNumberType, type NvsValue } from './nvs-value.ts';

/** The columns of ESP-IDF's nvs_partition_gen. */
const COLUMNS = ['key', 'type', 'encoding', 'value'] as const;

/** Gives the bytes of a file that a row names. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

const isNumber = (encoding: string): encoding is NvsNumberType =>
  (NVS_NUMBER_TYPES as readonly string[]).includes(encoding);

const WHOLE = /^[+-]?(\d+|0x[\da-f]+)$/i;

const numberOf = (type: NvsNumberType, text: string): NvsValue | undefined => {
  if (!WHOLE.test(text)) return undefined;
  const magnitude = BigInt(text.replace(/^[+-]/, ''));
  const value = text.startsWith('-') ? -magnitude : magnitude;
  if (type === 'u64' || type === 'i64') return { type, value };
  return { type, value: Number(value) };
};

/** What stands for bytes in a row or in a file that it names. */
const BYTES: Readonly<Record<string, (content: Uint8Array) => NvsValue | undefined>> = {
  string: (value) => ({ type: 'string', value }),
  binary: (value) => ({ type: 'blob', value }),
  hex2bin: (content) => {
    const text = Buffer.from(content).toString('latin1').trim();
    if (text.length % 2 !== 0 || !/^[\da-f]*$/i.test(text)) return undefined;
    return { type: 'blob', value: Buffer.from(text, 'hex') };
  },
  base64: (content) => {
    const text = Buffer.from(content).toString('latin1').trim();
    if (!/^[A-Za-z\d+/\s]*={0,2}$/.test(text)) return undefined;
    return { type: 'blob', value: Buffer.from(text, 'base64') };
  },
};

const malformed = (number: number, what: string): BadInput =>
  new BadInput(
    'NVS_CSV_MALFORMED',
    `Row ${number} of the CSV file ${what}. Rows are those of ESP-IDF's nvs_partition_gen: mqtt_ca,namespace,, then mqtt_ca,file,binary,ca.pem or uart_baudrate,data,i32,115200.`,
  );

/**
 * Reads the form of ESP-IDF's nvs_partition_gen: a row for a namespace, below it one for each key.
 * Throws BadInput CSV_MALFORMED, NVS_CSV_MALFORMED, and what `NvsImage.of` and `readFile` throw. Values are not quoted.
 */
export const readNvsCsv = async (text: string, readFile: ReadFile): Promise<NvsImage> => {
  const [head = [], ...rows] = readCsv(text.replace(/^\uFEFF/, ''));
  if (head.map((name) => name.trim()).join() !== COLUMNS.join()) {
    throw malformed(1, `does not name the columns ${COLUMNS.join()}`);
  }
  const entries: NvsEntry[] = [];
  let namespace: string | undefined;
  for (const [place, row] of rows.entries()) {
    const number = place + 2;
    const [key = '', type = '', encoding = '', value = '', ...more] = row;
    if (more.length > 0) throw malformed(number, `has ${row.length} fields in place of 4`);
    if (type === 'namespace') {
      namespace = key;
      continue;
    }
    if (namespace === undefined) throw malformed(number, 'comes before any namespace');
    if (type !== 'data' && type !== 'file') {
      throw malformed(number, 'has another type than namespace, data or file');
    }
    const decode = Object.hasOwn(BYTES, encoding) ? BYTES[encoding] : undefined;
    if (!decode && !isNumber(encoding)) throw malformed(number, 'has an unknown encoding');
    const bytes = type === 'file' ? await readFile(value) : Buffer.from(value);
    const read = decode
      ? decode(bytes)
      : numberOf(encoding as NvsNumberType, Buffer.from(bytes).toString('latin1').trim());
    if (!read) throw malformed(number, `has a value that is not ${encoding}`);
    entries.push({ ...read, namespace, key });
  }
  return NvsImage.of(entries);
};

/** An NVS as a CSV file and the files that it names. */
export interface NvsCsv {
  readonly csv: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What can stand in a row, and come back from it, without a file. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The opposite of `readNvsCsv`. Blobs, and texts of more than one line, become files in the same folder. */
export const writeNvsCsv = (image: NvsImage): NvsCsv => {
  const files = new Map<string, Uint8Array>();
  const rowOf = ({ key, type, value }: NvsEntry): string[] => {
    if (!(value instanceof Uint8Array)) return [key, 'data', type, String(value)];
    const text = Buffer.from(value).toString('latin1');
    if (type === 'string' && PLAIN.test(text)) return [key, 'data', 'string', text];
    // Numbered, since a key may be anything: `../x`, or the same as another but for a letter that no file name takes.
    const name = `${files.size + 1}-${key.replaceAll(/[^\w.-]/g, '_')}.bin`;
    files.set(name, value);
    return [key, 'file', type === 'string' ? 'string' : 'binary', name];
  };
  const rows = image.namespaces.flatMap((namespace) => [
    [namespace, 'namespace', '', ''],
    ...image.keys(namespace).map(rowOf),
  ]);
  return { csv: writeCsv([COLUMNS, ...rows]), files };
};
