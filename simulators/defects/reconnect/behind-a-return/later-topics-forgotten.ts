import type { Defect } from '../../defect.ts';

export const laterTopicsForgotten: Defect = {
  name: 'later-topics-forgotten',
  area: 'reconnect',
  suffering: 'What was subscribed behind a return is missing behind the next.',
  plant: () => {
    let known: ReadonlySet<string> | undefined;
    return {
      boot: () => {
        known = undefined;
      },
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'disconnect') known = undefined;
          return [packet];
        },
        resubscribe: (remembered) => {
          known ??= new Set(remembered.map(({ topic }) => topic));
          return remembered.filter(({ topic }) => known?.has(topic));
        },
      },
    };
  },
};
