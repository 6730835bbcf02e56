import type { Defect } from '../defect.ts';

export const serverUncheckedOnReturn: Defect = {
  name: 'server-unchecked-on-return',
  area: 'reconnect',
  suffering: 'Whoever can cut a connection can take the place of the cloud behind it.',
  plant: () => {
    let calls = 0;
    return {
      shell: {
        line: (line) => {
          if (line.startsWith('AT+MQTTCONN=')) calls = 0;
          return line;
        },
      },
      tls: {
        faults: (found) => {
          calls += 1;
          return calls === 1 ? found : new Set();
        },
      },
    };
  },
};
