import type { Defect } from '../defect.ts';

const PAGE_BYTES = 4_096;

export const nvsSecondPageRepeats: Defect = {
  name: 'nvs-second-page-repeats',
  area: 'nvs',
  suffering:
    'Of a value of more than a flash page the first page is read twice: a long chain never verifies.',
  releases: ['3.4.0.0'],
  plant: () => ({
    nvs: {
      get: (store, ...asked) => {
        const found = store.get(...asked);
        if (found?.type !== 'blob' || found.value.length <= PAGE_BYTES) return found;
        const rest = found.value.length - PAGE_BYTES;
        const first = found.value.subarray(0, PAGE_BYTES);
        return { type: 'blob', value: Buffer.concat([first, first.subarray(0, rest)]) };
      },
    },
  }),
};
