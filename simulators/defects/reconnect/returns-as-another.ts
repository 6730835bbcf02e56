import type { Defect } from '../defect.ts';
import { changedOnReturn } from './changed-on-return.ts';

export const returnsAsAnother: Defect = {
  name: 'returns-as-another',
  area: 'reconnect',
  suffering:
    'A board comes back under another client id: policies do not know it, and there are two of it.',
  plant: () =>
    changedOnReturn((packet) => ({ ...packet, clientId: `${packet.clientId.slice(0, -1)}_` })),
};
