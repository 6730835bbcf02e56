import { type LogEvent, readLogLine } from '../boards/log-grammar.ts';
import type { Evidence, PortTrial } from './evidence.ts';

/** Shown line ends as such again. */
const unescaped = (text: string): string =>
  text.replaceAll('\\r', '\r').replaceAll('\\n', '\n').replaceAll('\\x1b', '\x1b');

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const COLOURS = /\x1b\[[\d;]*m/g;

const linesOf = (text: string): string[] =>
  text
    .replace(COLOURS, '')
    .split(/[\r\n]+/)
    .filter((line) => line !== '');

const heardAt = (trials: readonly PortTrial[], port: PortTrial['port']): string =>
  trials
    .filter((trial) => trial.port === port)
    .map(({ heard }) => unescaped(heard))
    .join('\n');

/** All lines of the log port: those of the test, and those that came when the ports were tried. */
export const logLines = ({ log, trials }: Evidence): string[] => [
  ...linesOf(log ?? ''),
  ...linesOf(heardAt(trials, 'log')),
];

/** What they mean. */
export const logEvents = (evidence: Evidence): LogEvent[] => logLines(evidence).map(readLogLine);

const FROM_BOARD = /^.*? ms ← (?<said>.*)$/;

/** What lines of a transcript have of the board: a failure's own may be of before the test. */
const saidIn = (lines: readonly string[]): string =>
  lines.map((line) => unescaped(FROM_BOARD.exec(line)?.groups?.said ?? '')).join('\n');

/** All that came on the AT port, as lines: also what no AT firmware says. */
export const portLines = ({ transcript, trials, failure }: Evidence): string[] => [
  ...linesOf(
    transcript.flatMap(({ from, text }) => (from === 'board' ? unescaped(text) : [])).join(''),
  ),
  ...linesOf(saidIn(failure?.lines ?? [])),
  ...linesOf(heardAt(trials, 'at')),
];
