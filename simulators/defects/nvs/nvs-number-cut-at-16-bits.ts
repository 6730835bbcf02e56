import type { Defect } from '../defect.ts';

export const nvsNumberCutAt16Bits: Defect = {
  name: 'nvs-number-cut-at-16-bits',
  area: 'nvs',
  suffering: 'A baud rate that is stored as a factory parameter is another one.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      set: (store, namespace, key, content) =>
        store.set(
          namespace,
          key,
          content.type === 'u32' || content.type === 'i32'
            ? { ...content, value: content.value & 0xffff }
            : content,
        ),
    },
  }),
};
