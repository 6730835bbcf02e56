import type { Defect } from '../defect.ts';

const NOTHING: Buffer = Buffer.alloc(0);

export const eventInAnAnswer: Defect = {
  name: 'event-in-an-answer',
  area: 'shell',
  suffering:
    'A message that comes at a bad time is printed into the middle of an answer, and neither can be read.',
  plant: () => {
    let held = NOTHING;
    return {
      shell: {
        say: (said) => {
          if (said.includes('+MQTTSUBRECV:')) {
            held = Buffer.concat([held, said]);
            return NOTHING;
          }
          const middle = said.indexOf(':') + 1;
          const message = held;
          held = NOTHING;
          return Buffer.concat([said.subarray(0, middle), message, said.subarray(middle)]);
        },
      },
    };
  },
};
