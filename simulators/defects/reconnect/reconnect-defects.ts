import type { Defect } from '../defect.ts';
import { neverReconnects } from './never-reconnects.ts';
import { noResubscribe } from './no-resubscribe.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { reconnectsInSpiteOf0 } from './reconnects-in-spite-of-0.ts';

export const RECONNECT_DEFECTS: readonly Defect[] = [
  neverReconnects,
  noResubscribe,
  reconnectStorm,
  reconnectsInSpiteOf0,
];
