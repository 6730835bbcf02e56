import type { Defect } from '../defect.ts';

export const replacedAccessPointNotFound: Defect = {
  name: 'replaced-access-point-not-found',
  area: 'wifi',
  suffering: 'When a router is replaced no board finds its network again until it is restarted.',
  plant: () => {
    const known = new Map<string, string>();
    return {
      boot: () => known.clear(),
      wifi: {
        join: (right, { ssid }) => {
          if (!right.accessPoint) return right;
          const { bssid } = right.accessPoint;
          const first = known.get(ssid) ?? bssid;
          known.set(ssid, first);
          return first === bssid ? right : { failure: 'no-access-point' };
        },
      },
    };
  },
};
