import { readLogLine } from '../../../boards/log-grammar.ts';

/** What only a chip's console says: its ROM, its bootloader, and the log of ESP-IDF, `I (312) wifi:...`. */
const CONSOLE =
  /^(?:ets [A-Z]|rst:0x|ESP-ROM:|entry 0x|load:0x|.*boot: ESP-IDF|[EWIDV] \(\d+\) [\w.-]+: ?)/;
/** Of what is understood of a log, a bare version may be anybody's. */
const ANYBODYS: readonly string[] = ['noise', 'app-version'];

export const isConsoleLine = (line: string): boolean =>
  CONSOLE.test(line) || !ANYBODYS.includes(readLogLine(line).kind);
