import type { Defect } from '../defect.ts';

const DAY_MS = 24 * 3_600_000;

const isLeapDay = (epochMs: number): boolean => {
  const day = new Date(epochMs);
  return day.getUTCMonth() === 1 && day.getUTCDate() === 29;
};

export const leapDayMissing: Defect = {
  name: 'leap-day-missing',
  area: 'clock',
  suffering: 'The calendar has no 29th of February: a day long every date is wrong.',
  plant: () => ({
    clock: { read: (epochMs) => (isLeapDay(epochMs) ? epochMs + DAY_MS : epochMs) },
  }),
};
