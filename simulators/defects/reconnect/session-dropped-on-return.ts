import type { Defect } from '../defect.ts';
import { changedOnReturn } from './changed-on-return.ts';

export const sessionDroppedOnReturn: Defect = {
  name: 'session-dropped-on-return',
  area: 'reconnect',
  suffering:
    'A board that comes back asks for a clean session: what came for it meanwhile is thrown away.',
  plant: () => changedOnReturn((packet) => ({ ...packet, clean: true })),
};
