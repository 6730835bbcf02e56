import type { Defect } from '../defect.ts';

export const oddReadAByteEarly: Defect = {
  name: 'odd-read-a-byte-early',
  area: 'flash',
  suffering: 'What is read back from an odd place is not what stands there.',
  plant: () => ({
    flash: {
      request: (asked) =>
        asked.operation === 'read' ? { ...asked, offset: asked.offset & ~1 } : asked,
    },
  }),
};
