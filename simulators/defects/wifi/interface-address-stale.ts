import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const interfaceAddressStale: Defect = {
  name: 'interface-address-stale',
  area: 'wifi',
  suffering: 'A host believes that a board is online which has left the Wi-Fi.',
  plant: () => {
    let last = '0.0.0.0';
    return {
      shell: {
        say: reworded((text) =>
          text.replace(/(\+CIFSR:STAIP,")([\d.]+)/, (_, head: string, ip: string) => {
            if (ip !== '0.0.0.0') last = ip;
            return head + last;
          }),
        ),
      },
    };
  },
};
