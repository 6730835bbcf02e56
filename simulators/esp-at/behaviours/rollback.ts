import { Refusal } from '../shell/refusal.ts';
import type { BehavioursOf } from './behaviour.ts';

/** A factory leaves the second place empty, and nothing here updates the firmware. */
const NO_APPLICATION = 'unknown';

/** The two places for an application. */
export const rollbackBehaviours: BehavioursOf<'rollback'> = {
  rollback: {
    query: ({ firmware: { map, applicationVersion } }) => {
      const other = map.primary.find(({ name }) => name === 'ota_1');
      if (!other) throw new Refusal();
      return {
        address: map.application.address,
        version: applicationVersion,
        otherAddress: other.address,
        otherVersion: NO_APPLICATION,
      };
    },
  },
};
