import type { Defect } from '../defect.ts';

export const networkByBeginningJoined: Defect = {
  name: 'network-by-beginning-joined',
  area: 'wifi',
  suffering: 'The board joins the network of a neighbour whose name begins like its own.',
  plant: () => ({
    wifi: {
      join: (right, { ssid, password }, around) => {
        const accessPoint = around.find(
          (each) => each.ssid.startsWith(ssid) && (each.password ?? '') === password,
        );
        return right.failure && accessPoint ? { accessPoint } : right;
      },
    },
  }),
};
