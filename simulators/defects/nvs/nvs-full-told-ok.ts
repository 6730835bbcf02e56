import { NvsFailure } from '../../../certs/nvs/nvs-store-failure.ts';
import type { Defect } from '../defect.ts';

export const nvsFullToldOk: Defect = {
  name: 'nvs-full-told-ok',
  area: 'nvs',
  suffering: 'What the NVS has no room for is answered OK, and is not there.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, ...given) => {
        try {
          store.set(...given);
        } catch (error) {
          if (!(error instanceof NvsFailure)) throw error;
        }
      },
    },
  }),
};
