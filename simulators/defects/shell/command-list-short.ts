import type { Defect } from '../defect.ts';
import { reworded } from '../reworded.ts';

export const commandListShort: Defect = {
  name: 'command-list-short',
  area: 'shell',
  suffering: 'A host that asks what the firmware can finds no MQTT.',
  plant: () => ({
    shell: {
      say: reworded((text) => text.replace(/\+CMD:\d+,"AT\+MQTT[^\r]*\r\n/g, '')),
    },
  }),
};
