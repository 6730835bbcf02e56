import type { Defect } from '../../defect.ts';

export const lossAmidAPublishHangs: Defect = {
  name: 'loss-amid-a-publish-hangs',
  area: 'reconnect',
  suffering:
    'When the connection goes while a message waits for its acknowledgement, the board never answers again.',
  plant: (board) => {
    let isWaiting = false;
    return {
      boot: () => {
        isWaiting = false;
      },
      mqtt: {
        send: (packet) => {
          if (packet.cmd === 'publish' && packet.qos > 0) isWaiting = true;
          return [packet];
        },
        receive: (packet) => {
          if (packet.cmd === 'puback' || packet.cmd === 'pubcomp') isWaiting = false;
          return [packet];
        },
        line: (text) => {
          if (isWaiting && text.startsWith('+MQTTDISCONNECTED')) board.hang();
          return text;
        },
      },
    };
  },
};
