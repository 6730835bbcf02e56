import type { Defect } from '../defect.ts';

export const emptyMessageFilled: Defect = {
  name: 'empty-message-filled',
  area: 'mqtt',
  suffering: 'A message with nothing in it goes out with a blank: kept messages cannot be deleted.',
  plant: () => ({
    mqtt: {
      publish: (asked) =>
        asked.payload.length === 0 ? { ...asked, payload: Buffer.from(' ') } : asked,
    },
  }),
};
