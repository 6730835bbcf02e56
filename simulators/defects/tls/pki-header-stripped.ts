import { firmwareItem } from '../../../certs/pki/firmware-item.ts';
import type { Defect } from '../defect.ts';

const unpacked = (bytes: Uint8Array | undefined): Uint8Array | undefined => {
  const item = bytes && firmwareItem(bytes);
  return item instanceof Uint8Array ? item : bytes;
};

export const pkiHeaderStripped: Defect = {
  name: 'pki-header-stripped',
  area: 'tls',
  suffering:
    'PKI images in the NVS are unpacked as those of old partitions were: what works here fails on every healthy board.',
  releases: ['3.4.0.0'],
  plant: () => ({
    tls: {
      credentials: ({ ca, certificate, key }) => ({
        ca: unpacked(ca),
        certificate: unpacked(certificate),
        key: unpacked(key),
      }),
    },
  }),
};
