import type { Defect } from '../defect.ts';

export const returnUntold: Defect = {
  name: 'return-untold',
  area: 'reconnect',
  suffering: 'A board that is back does not say so: its host goes on waiting.',
  plant: () => {
    let isLost = false;
    return {
      mqtt: {
        line: (text) => {
          const isReturn = isLost && text.startsWith('+MQTTCONNECTED');
          isLost = text.startsWith('+MQTTDISCONNECTED');
          return isReturn ? undefined : text;
        },
      },
    };
  },
};
