import type { Defect } from '../defect.ts';

export const serverTimeAMinuteOff: Defect = {
  name: 'server-time-a-minute-off',
  area: 'clock',
  suffering: 'What a time server says is taken a minute late, as the answer of the request before.',
  plant: () => ({
    clock: { set: (epochMs, by) => (by === 'server' ? epochMs - 60_000 : epochMs) },
  }),
};
