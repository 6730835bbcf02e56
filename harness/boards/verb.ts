import type { Journal, Note, Parameters } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';

/** What every verb of a board works with. */
export interface Hands {
  readonly client: AtClient;
  readonly journal: Journal;
  /** Told when the board has come up because it was told to. */
  readonly onStart?: () => void;
}

/** Longer answers are read in the attachment. */
const MOST_CHARACTERS = 300;

const FROM_BOARD = /^\s*[\d.]+ ms ← (?<said>.*)$/;

/** What the board said, on one line: the transcript's own lines without times, the host's share and line ends. */
const inShort = (lines: readonly string[]): string => {
  const said = lines.flatMap((line) => FROM_BOARD.exec(line)?.groups?.said ?? []);
  const text = said
    .map((each) => each.replaceAll('\\r\\n', ' ').trim())
    .filter((each) => each !== '')
    .join(', ');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} ...` : text;
};

/** Does something with a board as a step of the journal, which then also holds what board and host said meanwhile. */
export const verb = <T>(
  { client, journal }: Hands,
  name: string,
  parameters: Parameters,
  body: (note: Note) => Promise<T>,
): Promise<T> =>
  journal.step(name, parameters, async (note) => {
    const from = client.transcript.position();
    const start = performance.now();
    try {
      return await body(note);
    } finally {
      const lines = client.transcript.lines(from);
      note('took', `${Math.round(performance.now() - start)} ms`);
      note('the board said', inShort(lines) || 'nothing');
      journal.attach('AT port', lines.join('\n'), 'text/plain');
    }
  });
