import type { Defect } from '../defect.ts';

export const resubscribesTwoTopics: Defect = {
  name: 'resubscribes-two-topics',
  area: 'reconnect',
  suffering: 'Of many topics two go on behind a reconnect.',
  plant: () => ({ mqtt: { resubscribe: (remembered) => remembered.slice(0, 2) } }),
};
