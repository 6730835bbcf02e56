import type { Journal, Note, Parameters } from '../../reports/journal.ts';
import type { AtClient } from '../at/at-client.ts';

/** What every verb of a board works with. */
export interface Hands {
  readonly client: AtClient;
  readonly journal: Journal;
}

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
      note('took', `${Math.round(performance.now() - start)} ms`);
      note('on the AT port', client.transcript.text(from));
    }
  });
