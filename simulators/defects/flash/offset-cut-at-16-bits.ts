import type { Defect } from '../defect.ts';

export const offsetCutAt16Bits: Defect = {
  name: 'offset-cut-at-16-bits',
  area: 'flash',
  suffering: 'What goes behind the first 64 KB of a partition is written over its beginning.',
  plant: () => ({ flash: { request: (asked) => ({ ...asked, offset: asked.offset & 0xffff }) } }),
};
