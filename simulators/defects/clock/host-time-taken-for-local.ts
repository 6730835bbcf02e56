import type { Defect } from '../defect.ts';

export const hostTimeTakenForLocal: Defect = {
  name: 'host-time-taken-for-local',
  area: 'clock',
  suffering: 'Outside of Greenwich a clock that the host sets is hours off.',
  plant: () => {
    let minutes = 0;
    return {
      boot: () => {
        minutes = 0;
      },
      clock: {
        zone: (right) => {
          minutes = right;
          return right;
        },
        set: (epochMs, by) => (by === 'host' ? epochMs - minutes * 60_000 : epochMs),
      },
    };
  },
};
