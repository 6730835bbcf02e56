import type { Defect } from '../defect.ts';

export const timeToldTooEarly: Defect = {
  name: 'time-told-too-early',
  area: 'clock',
  suffering:
    'The word that the time has come is told when the server is asked: a host connects at once, with a clock in 1970.',
  releases: ['3.4.0.0'],
  plant: () => ({ clock: { tellsBeforehand: true } }),
};
