import type { Defect } from '../defect.ts';

export const timestampIgnored: Defect = {
  name: 'timestamp-ignored',
  area: 'clock',
  suffering:
    'AT+SYSTIMESTAMP is answered OK and sets nothing: in a lab without time server no board ever connects.',
  plant: () => {
    const started = performance.now();
    return {
      clock: {
        set: (epochMs, by) => (by === 'host' ? performance.now() - started : epochMs),
      },
    };
  },
};
