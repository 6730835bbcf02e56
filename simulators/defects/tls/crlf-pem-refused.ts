import type { Defect } from '../defect.ts';

const unlessCrlf = (bytes: Uint8Array | undefined): Uint8Array | undefined =>
  bytes && Buffer.from(bytes).includes('\r\n') ? undefined : bytes;

export const crlfPemRefused: Defect = {
  name: 'crlf-pem-refused',
  area: 'tls',
  suffering:
    'Credentials whose lines end as on Windows are not understood: the board reaches the cloud and never gets in.',
  plant: () => ({
    tls: {
      credentials: ({ ca, certificate, key }) => ({
        ca: unlessCrlf(ca),
        certificate: unlessCrlf(certificate),
        key: unlessCrlf(key),
      }),
    },
  }),
};
