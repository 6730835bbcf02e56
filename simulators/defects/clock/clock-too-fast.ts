import type { Defect } from '../defect.ts';

export const clockTooFast: Defect = {
  name: 'clock-too-fast',
  area: 'clock',
  suffering:
    'The clock gains a quarter of a second each second: a day later certificates are not valid any more.',
  plant: () => {
    let beganAt: number | undefined;
    return {
      clock: {
        read: (epochMs) => {
          beganAt ??= epochMs;
          return epochMs < beganAt ? epochMs : beganAt + (epochMs - beganAt) * 1.25;
        },
        set: (epochMs) => {
          beganAt = epochMs;
          return epochMs;
        },
      },
    };
  },
};
