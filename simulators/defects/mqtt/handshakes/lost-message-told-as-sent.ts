import type { Defect } from '../../defect.ts';

export const lostMessageToldAsSent: Defect = {
  name: 'lost-message-told-as-sent',
  area: 'mqtt',
  suffering:
    'A message whose connection went before it was acknowledged is told as sent, and nobody sends it again.',
  plant: () => ({
    shell: {
      say: (said) => (said.includes('+MQTTPUB:FAIL') ? Buffer.from('+MQTTPUB:OK\r\n') : said),
    },
  }),
};
