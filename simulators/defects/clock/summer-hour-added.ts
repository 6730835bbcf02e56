import type { Defect } from '../defect.ts';

const HOUR_MS = 3_600_000;

export const summerHourAdded: Defect = {
  name: 'summer-hour-added',
  area: 'clock',
  suffering: 'From April to October what a device tells is an hour late, whatever its zone.',
  plant: () => ({
    clock: {
      read: (epochMs) => {
        const month = new Date(epochMs).getUTCMonth();
        return month > 2 && month < 9 ? epochMs + HOUR_MS : epochMs;
      },
    },
  }),
};
