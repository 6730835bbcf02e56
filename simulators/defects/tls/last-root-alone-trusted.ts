import type { Defect } from '../defect.ts';

export const lastRootAloneTrusted: Defect = {
  name: 'last-root-alone-trusted',
  area: 'tls',
  suffering: 'A fleet that carries the old root and the new one for a change of them goes offline.',
  plant: () => ({
    tls: {
      credentials: ({ ca, ...others }) => {
        const text = Buffer.from(ca ?? []).toString();
        const last = text.lastIndexOf('-----BEGIN');
        return { ...others, ca: last > 0 ? Buffer.from(text.slice(last)) : ca };
      },
    },
  }),
};
