import type { Defect } from '../defect.ts';

export const nvsListForgetsLast: Defect = {
  name: 'nvs-list-forgets-last',
  area: 'nvs',
  suffering:
    'The last key of a list is left out: a host that looks for old credentials by it leaves one behind.',
  releases: ['3.4.0.0'],
  plant: () => ({ nvs: { keys: (found) => found.slice(0, Math.max(1, found.length - 1)) } }),
};
