import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const channelAndStrengthSwapped: Defect = {
  name: 'channel-and-strength-swapped',
  area: 'wifi',
  suffering: 'Whoever plots the strength of the Wi-Fi plots its channel.',
  plant: () => ({
    shell: {
      say: reworded((text) =>
        text.replace(/(\+CWJAP:"[^\r]*","[0-9a-f:]+"),(\d+),(-\d+)/, '$1,$3,$2'),
      ),
    },
  }),
};
