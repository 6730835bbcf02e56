import type { Defect } from '../defect.ts';

export const resubscribesFirstTopicAlone: Defect = {
  name: 'resubscribes-first-topic-alone',
  area: 'reconnect',
  suffering:
    'After a reconnect the board hears of the first of its topics alone, and lists them all.',
  plant: () => ({ mqtt: { resubscribe: (remembered) => remembered.slice(0, 1) } }),
};
