import type { Defect } from '../defect.ts';

const BUFFER_BYTES = 1_024;

export const payloadCutAt1024: Defect = {
  name: 'payload-cut-at-1024',
  area: 'mqtt',
  suffering: 'A message longer than 1 KB arrives at the cloud as its first kilobyte.',
  plant: () => ({
    mqtt: {
      send: (packet) =>
        packet.cmd === 'publish'
          ? [{ ...packet, payload: Buffer.from(packet.payload).subarray(0, BUFFER_BYTES) }]
          : [packet],
    },
  }),
};
