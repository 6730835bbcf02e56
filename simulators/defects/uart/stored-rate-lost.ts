import type { Defect } from '../defect.ts';

export const storedRateLost: Defect = {
  name: 'stored-rate-lost',
  area: 'uart',
  suffering: 'A host that was set to the new rate finds nobody behind the next power cut.',
  plant: () => ({
    settings: {
      change: (asked) => ('uart' in asked.change ? { ...asked, isStored: false } : asked),
    },
  }),
};
