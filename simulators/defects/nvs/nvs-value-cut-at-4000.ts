import type { Defect } from '../defect.ts';
import { changedBlobs } from './changed-blobs.ts';

/** What an NVS takes of text in one piece. */
const LONGEST_STRING = 4_000;

export const nvsValueCutAt4000: Defect = {
  name: 'nvs-value-cut-at-4000',
  area: 'nvs',
  suffering:
    'A certificate chain of more than 4000 bytes is stored as its first 4000, and OK is said.',
  releases: ['3.4.0.0'],
  plant: () => changedBlobs((value) => value.subarray(0, LONGEST_STRING)),
};
