import type { AtEvent } from '../at/at-event.ts';
import { AtTimeout } from '../at/errors.ts';
import type { Hands } from './verb.ts';

/** What a board did with a command line that came behind the data of a write, in one piece with it. */
export type SurplusFate = 'executed' | 'refused' | 'busy' | 'ignored';

/** The longest command that is sent so publishes by MQTT, which takes a second. */
const ANSWER_MS = 3_000;

const fateOf = (event: AtEvent): SurplusFate | undefined => {
  if (event.kind === 'busy') return 'busy';
  if (event.kind !== 'noise') return undefined;
  if (event.line === 'OK') return 'executed';
  return event.line === 'ERROR' ? 'refused' : undefined;
};

/** Sends a line as the surplus of a write, and tells what became of it: nobody waits for its answer, so it is an event. */
export const surplusFate = async (
  { client }: Hands,
  line: string,
  write: (surplus: Uint8Array) => Promise<unknown>,
): Promise<SurplusFate> => {
  const from = client.position();
  await write(Buffer.from(`${line}\r\n`));
  try {
    return await client.waitFor(`an answer to ${line}`, fateOf, { from, withinMs: ANSWER_MS });
  } catch (error) {
    if (error instanceof AtTimeout) return 'ignored';
    throw error;
  }
};
