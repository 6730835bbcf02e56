import { FACTORY_SETTINGS } from '../../esp-at/settings.ts';
import type { Defect } from '../defect.ts';

export const settingsForgetEachOther: Defect = {
  name: 'settings-forget-each-other',
  area: 'nvs',
  suffering:
    'Storing one setting stores the factory value of the mode beside it: devices come up as access points.',
  plant: () => ({
    settings: {
      change: ({ change, isStored }) => ({
        change: 'wifiMode' in change ? change : { wifiMode: FACTORY_SETTINGS.wifiMode, ...change },
        isStored,
      }),
    },
  }),
};
