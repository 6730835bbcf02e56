import type { Spelling } from '../../../harness/at/commands/command.ts';
import { splitParameters } from './arguments.ts';

/** A line that begins with AT, taken apart. */
export interface CommandLine {
  /** In capitals, as in the table: `AT+CWMODE`, `ATE0`, `AT`. */
  readonly name: string;
  /** `test` is `=?`, which no command of the releases seen implements. */
  readonly spelling: Spelling | 'test';
  /** The parameters behind `=`; none for `AT+X=`. */
  readonly tokens: readonly string[];
}

const AT = /^[Aa][Tt]/;
/** A name ends at the first other character. */
const NAME = /^[Aa][Tt](?:\+[\w!%\-./:]*|[\w!%\-./:]*)/;

/** A line that is none of ours gets ERROR at once. */
export const beginsWithAt = (line: string): boolean => AT.test(line);

/** @returns undefined where what follows the name is no form of a command */
export const parseCommandLine = (line: string): CommandLine | undefined => {
  const name = NAME.exec(line)?.[0] ?? '';
  const tail = line.slice(name.length);
  const command = { name: name.toUpperCase(), tokens: [] };
  if (tail === '') return { ...command, spelling: 'execute' };
  if (tail === '?') return { ...command, spelling: 'query' };
  if (tail === '=?') return { ...command, spelling: 'test' };
  if (!tail.startsWith('=') || tail.startsWith('=?')) return undefined;
  const parameters = tail.slice(1);
  return {
    ...command,
    spelling: 'set',
    tokens: parameters === '' ? [] : splitParameters(parameters),
  };
};
