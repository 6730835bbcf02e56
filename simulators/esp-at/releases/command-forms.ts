import type { Spelling } from '../../../harness/at/commands/command.ts';

/** Commands in the order of `AT+CMD?`, with the forms they have. */
export type CommandForms = ReadonlyMap<string, readonly Spelling[]>;

const SPELLINGS: Readonly<Record<string, Spelling>> = { q: 'query', s: 'set', x: 'execute' };

/** Reads `AT+CWMODE qs` pairs, a command and its forms (q query, s set, x execute), one a line or with `;` between. */
export const commandForms = (table: string): CommandForms =>
  new Map(
    table
      .trim()
      .split(/;|\n/)
      .filter((pair) => pair.trim() !== '')
      .map((line) => {
        const [name = '', forms = ''] = line.trim().split(' ');
        return [name, [...forms].map((mark) => SPELLINGS[mark] as Spelling)];
      }),
  );

/** What one release changed in the list of another. */
interface Changes {
  /** Commands that are gone from their places, with blanks between: some may come back `behind` others. */
  readonly without?: string;
  /** New forms of commands that both have; they keep their places. */
  readonly changed?: string;
  /** New commands, by the one behind which they stand. */
  readonly behind?: Readonly<Record<string, string>>;
}

/**
 * The list of one release, told by what differs from another's.
 * @throws TypeError for a change of what is not in the list, or is in it already
 */
export const commandsOf = (
  { commands }: { readonly commands: CommandForms },
  { without = '', changed = '', behind = {} }: Changes,
): CommandForms => {
  const list = new Map(commands);
  const gone = new Set(without.split(' ').filter(Boolean));
  const requireListed = (name: string): void => {
    if (!list.has(name)) throw new TypeError(`${name} is not in the list that is changed`);
  };
  for (const name of gone) requireListed(name);
  for (const [name, forms] of commandForms(changed)) {
    requireListed(name);
    list.set(name, forms);
  }
  const added = new Map(
    Object.entries(behind).map(([name, table]) => {
      requireListed(name);
      return [name, [...commandForms(table)]];
    }),
  );
  for (const [name] of [...added.values()].flat()) {
    if (list.has(name) && !gone.has(name)) throw new TypeError(`${name} is in the list already`);
  }
  return new Map(
    [...list].flatMap((entry) => [
      ...(gone.has(entry[0]) ? [] : [entry]),
      ...(added.get(entry[0]) ?? []),
    ]),
  );
};
