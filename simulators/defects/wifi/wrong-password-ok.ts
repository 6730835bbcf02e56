import type { Defect } from '../defect.ts';

export const wrongPasswordOk: Defect = {
  name: 'wrong-password-ok',
  area: 'wifi',
  suffering:
    'A join with a wrong password is answered OK, and nobody finds out why the device is offline.',
  plant: () => ({
    wifi: {
      failure: (found) =>
        found === 'no-access-point' || found === 'no-address' ? found : undefined,
    },
  }),
};
