import type { NvsFinding, NvsImage } from './nvs-image.ts';

const LOSSES: readonly NvsFinding['kind'][] = [
  'erased',
  'cut-off',
  'damaged-page',
  'newer-page',
  'damaged-entry',
  'incomplete-blob',
  'unknown-type',
];

/** What an NVS cannot give back and who makes it anew would lose. All other findings are traces of ordinary use. */
export const nvsLosses = ({ findings }: NvsImage): readonly NvsFinding[] =>
  findings.filter(({ kind }) => LOSSES.includes(kind));
