import type { Cause } from '../../cause.ts';
import { toldCommands } from '../../told-commands.ts';

/** As many topics firmware remembers, and subscribes to again after a reconnect (seen on v3.4.0.0). */
const REMEMBERED = 10;

const CONNECTED = '+MQTTCONNECTED:';

/** More topics than the board remembers: what is beyond is silent after a reconnect. */
export const REMEMBERED_TOPICS: Cause = {
  name: 'TOPICS_BEYOND_MEMORY',
  area: 'mqtt',
  colour: 'bench',
  title: 'The board was told more topics than it subscribes to again after a reconnect.',
  find: ({ transcript, failure }) => {
    if (failure === null) return undefined;
    const topics = toldCommands(transcript).flatMap(({ name, values, result }) =>
      name === 'MQTTSUB' && result === 'OK' && values[1] !== undefined ? [values[1]] : [],
    );
    const connects = transcript.filter(
      ({ from, text }) => from === 'board' && text.includes(CONNECTED),
    ).length;
    const beyond = [...new Set(topics)].slice(REMEMBERED);
    if (beyond.length === 0 || connects < 2) return undefined;
    return {
      confidence: 0.85,
      because: [
        `the board was told ${beyond.length + REMEMBERED} topics, remembers ${REMEMBERED}, and has connected ${connects} times; beyond are ${beyond.join(', ')}`,
      ],
      next: 'Subscribe to at most 10 topics, or to the others anew after each +MQTTCONNECTED.',
    };
  },
};
