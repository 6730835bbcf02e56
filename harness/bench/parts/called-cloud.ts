import type { Cloud } from '../../clouds/cloud.ts';
import { CloudSilent } from '../../clouds/cloud-silent.ts';

/** What the cloud sees of a device first. */
const CALLS: readonly string[] = ['tls-refused', 'tls-accepted', 'connect'];

/**
 * A cloud that knows the bench around it: a call of which not even a handshake arrived was lost between board and
 * cloud, which is no fault of the firmware.
 */
export const calledCloud = (cloud: Cloud): Cloud => ({
  ...cloud,
  expect: (pattern, expectation) =>
    cloud.expect(pattern, expectation).catch((error: unknown) => {
      const isLost =
        error instanceof CloudSilent && error.heard.length === 0 && CALLS.includes(pattern.kind);
      if (!isLost || expectation.colour !== undefined) throw error;
      const { waitingFor, withinMs, heard } = error;
      throw new CloudSilent(waitingFor, withinMs, heard, { colour: 'bench', cause: error });
    }),
});
