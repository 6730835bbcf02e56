import type { Defect } from '../defect.ts';

export const timeLostAtRestart: Defect = {
  name: 'time-lost-at-restart',
  area: 'clock',
  suffering:
    'A restart takes the time away: every connection fails until a time server has answered again.',
  plant: () => ({ clock: { keeps: () => false } }),
};
