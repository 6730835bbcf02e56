import type { CloudEvent } from '../clouds/events.ts';
import type { Evidence } from './evidence.ts';
import { isWaiting } from './failed-step.ts';
import { toldCommands } from './told-commands.ts';

const CONNECTED = '+MQTTCONNECTED:';

/**
 * From where on the cloud's record counts: the last connection that the host itself asked for and got begins anew, and
 * what was refused on the one before no longer matters to what failed. Where something was waited for that may have
 * been lost before, or where the firmware may have connected by itself, all of it counts.
 */
const beginOf = (evidence: Evidence): number => {
  if (isWaiting(evidence)) return 0;
  const calls = toldCommands(evidence.transcript).filter(
    ({ name, values }) => name === 'MQTTCONN' && values.length > 0,
  );
  const made = calls.filter(({ lines }) => lines.some((line) => line.startsWith(CONNECTED)));
  if (calls.some(({ values }) => values[3] === '1') || made.length < 2) return 0;
  const last = evidence.cloud.findLast(
    (event) => event.kind === 'connect' && event.outcome.accepted,
  );
  return last?.sequence ?? 0;
};

/** What the cloud saw that may still matter to what failed in the end. */
export const stillMattering = (evidence: Evidence): readonly CloudEvent[] => {
  const begin = beginOf(evidence);
  return evidence.cloud.filter(({ sequence }) => sequence >= begin);
};
