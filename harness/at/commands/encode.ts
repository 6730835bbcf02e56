import { BadInput } from '../../../errors/bench-error.ts';
import type { Operation, Parameter, Parameters, Values } from './command.ts';

/** The longest line the firmware takes, CR and LF included. */
const LINE_LIMIT_BYTES = 256;

/** A command line as it goes out, and as a log may show it. */
export interface EncodedLine {
  /** With its CR and LF. */
  readonly wire: string;
  /** Without line end, secret parameters masked. */
  readonly shown: string;
}

/** Commas split parameters before quotes are looked at, so a comma inside quotes is escaped too. */
const escapeText = (value: string): string => value.replace(/[\\,"]/g, '\\$&');

const spell = ({ parameter, value }: Given): string => {
  if (value === undefined) return '';
  return parameter.kind === 'number' ? String(value) : `"${escapeText(String(value))}"`;
};

const MASK = '"***"';

const MARK = { query: '?', set: '=', execute: '' } as const;

const NOT_FOR_A_LINE = /[\r\n\0]/;

interface Given {
  readonly name: string;
  readonly parameter: Parameter;
  /** Undefined for one that is left out before another that is not: nothing between its commas. */
  readonly value: number | string | undefined;
}

const spelled = <P extends Parameters>(operation: Operation<P>, values: Values<P>): Given[] => {
  const all = Object.entries(operation.params)
    .map(([name, parameter]) => ({
      name,
      parameter,
      value:
        parameter.need === 'constant'
          ? parameter.value
          : (values as Readonly<Record<string, number | string | undefined>>)[name],
    }))
    .filter(({ parameter, value }) => parameter.need !== 'leading' || value !== undefined);
  return all.slice(0, all.findLastIndex(({ value }) => value !== undefined) + 1);
};

/**
 * Spells an operation with its values.
 * @throws BadInput `LINE_TOO_LONG` for more than 256 bytes, `BAD_CHARACTER` for a line end or NUL inside a text
 */
export const encodeLine = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
): EncodedLine => {
  const given = spelled(operation, values);
  const head = `${operation.command}${MARK[operation.spelling]}`;
  const unfit = given.find(({ value }) => typeof value === 'string' && NOT_FOR_A_LINE.test(value));
  if (unfit) {
    throw new BadInput(
      'BAD_CHARACTER',
      `${operation.command}: ${unfit.name} holds a line end or a NUL, which no AT command line can carry; send it as raw data`,
    );
  }
  const wire = `${head}${given.map(spell).join(',')}\r\n`;
  const length = Buffer.byteLength(wire);
  if (length > LINE_LIMIT_BYTES) {
    throw new BadInput(
      'LINE_TOO_LONG',
      `${operation.command} would be ${length} bytes long with its line end, and the firmware takes ${LINE_LIMIT_BYTES}; shorten a parameter or send the payload as raw data`,
    );
  }
  const shown = given.map((each) => (each.parameter.isSecret ? MASK : spell(each)));
  return { wire, shown: head + shown.join(',') };
};

/** Do the values fit on a command line, by length and by characters? */
export const fitsOnLine = <P extends Parameters>(
  operation: Operation<P>,
  values: Values<P>,
): boolean => {
  try {
    encodeLine(operation, values);
    return true;
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
};
