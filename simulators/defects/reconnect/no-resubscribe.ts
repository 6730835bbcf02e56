import type { Defect } from '../defect.ts';

export const noResubscribe: Defect = {
  name: 'no-resubscribe',
  area: 'reconnect',
  suffering: 'After a reconnect the board lists its topics and gets no message any more.',
  plant: () => ({ mqtt: { resubscribe: () => [] } }),
};
