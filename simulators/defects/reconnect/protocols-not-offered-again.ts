import type { Defect } from '../defect.ts';

export const protocolsNotOfferedAgain: Defect = {
  name: 'protocols-not-offered-again',
  area: 'reconnect',
  suffering: 'Behind a firewall that lets port 443 alone pass, the first loss is the last.',
  releases: ['3.4.0.0'],
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
        protocols: (right) => {
          calls += 1;
          return calls === 1 ? right : [];
        },
      },
    };
  },
};
