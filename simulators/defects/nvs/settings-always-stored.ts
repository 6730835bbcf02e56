import type { Defect } from '../defect.ts';

export const settingsAlwaysStored: Defect = {
  name: 'settings-always-stored',
  area: 'nvs',
  suffering:
    'AT+SYSSTORE=0 is not heeded: a host that sets its mode at each start wears the flash out.',
  plant: () => ({ settings: { change: ({ change }) => ({ change, isStored: true }) } }),
};
