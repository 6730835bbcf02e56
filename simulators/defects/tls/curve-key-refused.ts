import { createPrivateKey } from 'node:crypto';
import type { Defect } from '../defect.ts';

const isOnCurve = (key: Uint8Array | undefined): boolean =>
  key !== undefined && createPrivateKey(Buffer.from(key)).asymmetricKeyType === 'ec';

export const curveKeyRefused: Defect = {
  name: 'curve-key-refused',
  area: 'tls',
  suffering: 'A private key on a curve is not understood: half of all devices cannot get in.',
  plant: () => ({
    tls: {
      credentials: (fromFlash) =>
        isOnCurve(fromFlash.key) ? { ...fromFlash, key: undefined } : fromFlash,
    },
  }),
};
