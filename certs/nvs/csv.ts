import { BadInput } from '../../errors/bench-error.ts';

/** Reads CSV (RFC 4180): a field in quotes may hold commas, line ends and doubled quotes. Throws BadInput CSV_MALFORMED. */
export const readCsv = (text: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = new RegExp(FIELD, 'y');
  const malformed = (): BadInput =>
    new BadInput(
      'CSV_MALFORMED',
      `Row ${rows.length + 1} of the CSV file has a quote that does not begin and end a field. Double the quotes inside of fields.`,
    );
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (!found) throw malformed();
    const [, quoted, plain = '', separator] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (separator === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, '']);
  return rows.filter((each) => each.some((field) => field !== ''));
};

const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/;

const spell = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(spell).join(',')}\n`).join('');
