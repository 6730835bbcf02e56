import { printable } from '../../certs/printable.ts';

/** Ends a command's work with what it found: lines for people, with nothing that a terminal obeys, or one JSON line for a program. */
export const say = (json: boolean | undefined, value: object, lines: readonly string[]): void => {
  process.stdout.write(
    json ? `${JSON.stringify(value)}\n` : `${lines.map(printable).join('\n')}\n`,
  );
};
