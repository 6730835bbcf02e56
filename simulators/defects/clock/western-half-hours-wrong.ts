import type { Defect } from '../defect.ts';

export const westernHalfHoursWrong: Defect = {
  name: 'western-half-hours-wrong',
  area: 'clock',
  suffering: 'In Newfoundland the clock is an hour late.',
  plant: () => ({
    clock: { zone: (minutes) => (minutes < 0 && minutes % 60 !== 0 ? minutes + 60 : minutes) },
  }),
};
