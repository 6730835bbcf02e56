import type { Defect } from '../defect.ts';

/** Milliseconds. */
const AT_ONCE = 1;

export const reconnectStorm: Defect = {
  name: 'reconnect-storm',
  area: 'reconnect',
  suffering:
    'A fleet of such boards calls a cloud that comes back all at once, again and again, until it is throttled.',
  plant: () => ({
    mqtt: { times: (right) => ({ ...right, reconnectAfterMs: AT_ONCE, reconnectStepMs: AT_ONCE }) },
  }),
};
