import type { Defect } from '../defect.ts';

export const neverReconnects: Defect = {
  name: 'never-reconnects',
  area: 'reconnect',
  suffering: 'A board that was told to reconnect stays away after the first loss.',
  plant: () => ({ mqtt: { reconnects: () => false } }),
};
