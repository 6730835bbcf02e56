import type { Defect } from '../defect.ts';

export const settingsLostAtRestart: Defect = {
  name: 'settings-lost-at-restart',
  area: 'nvs',
  suffering:
    'Mode and access point are forgotten with each start, and a device in the field is offline behind the first one.',
  plant: () => ({ settings: { change: ({ change }) => ({ change, isStored: false }) } }),
};
