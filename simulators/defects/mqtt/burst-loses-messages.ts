import type { Defect } from '../defect.ts';

const TOO_SOON_MS = 2;

export const burstLosesMessages: Defect = {
  name: 'burst-loses-messages',
  area: 'mqtt',
  suffering: 'Of messages that come at once every other is lost, though it is acknowledged.',
  plant: () => {
    let lastAt = 0;
    return {
      mqtt: {
        deliver: (part, { offset }) => {
          const now = performance.now();
          const isTooSoon = offset === 0 && now - lastAt < TOO_SOON_MS;
          lastAt = isTooSoon ? 0 : now;
          return isTooSoon ? [] : [part];
        },
      },
    };
  },
};
