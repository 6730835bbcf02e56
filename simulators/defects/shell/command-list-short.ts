import type { Defect } from '../defect.ts';

export const commandListShort: Defect = {
  name: 'command-list-short',
  area: 'shell',
  suffering: 'A host that asks what the firmware can finds no MQTT.',
  plant: () => ({
    shell: {
      say: (said) =>
        Buffer.from(
          said.toString('latin1').replace(/\+CMD:\d+,"AT\+MQTT[^\r]*\r\n/g, ''),
          'latin1',
        ),
    },
  }),
};
