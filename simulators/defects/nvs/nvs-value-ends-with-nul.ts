import type { Defect } from '../defect.ts';
import { changedBlobs } from './changed-blobs.ts';

export const nvsValueEndsWithNul: Defect = {
  name: 'nvs-value-ends-with-nul',
  area: 'nvs',
  suffering:
    'A NUL is stored behind each value, and counted: what is compared with its file differs, and nobody sees by what.',
  releases: ['3.4.0.0'],
  plant: () => changedBlobs((value) => Buffer.concat([value, Buffer.of(0)])),
};
