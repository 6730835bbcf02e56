import { findingOf } from '../../../reports/failure.ts';
import { BoardRestarted } from '../../at/errors.ts';
import { WireUnreliable } from '../../flash/errors.ts';
import { isDoubtful, isSameFault } from '../../flash/fault.ts';
import type { Lab } from '../lab.ts';
import { connectionLost } from './connection-lost.ts';

/** A failed check counts as it does in a spec: against the board. */
const SPEC = 'a.spec.ts';

const isAgainstFirmware = (error: unknown): boolean => findingOf(error, SPEC).colour === 'firmware';

/** Without what changes from one time to the next. */
const shapeOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).replaceAll(/\d+/g, '0');

const isSame = (first: unknown, second: unknown): boolean =>
  isDoubtful(first) && isDoubtful(second)
    ? isSameFault(first, second)
    : findingOf(first, SPEC).code === findingOf(second, SPEC).code &&
      shapeOf(first) === shapeOf(second);

/** What befell the bench explains a failure better than the failure itself. */
const explained = (lab: Lab, error: unknown): unknown => {
  if (!isAgainstFirmware(error)) return error;
  const befallen = lab.board.befallen();
  if (befallen) {
    befallen.cause ??= error;
    return befallen;
  }
  return connectionLost(lab, error) ?? error;
};

const again = async (lab: Lab, attempt: () => Promise<void>): Promise<unknown> => {
  try {
    await lab.board.client.synchronise();
    await lab.restoreConnection();
    await attempt();
    return null;
  } catch (error) {
    return error;
  }
};

/**
 * Does something with board and cloud that may be done again. When it fails, and nothing that befell the bench explains
 * it, it is done once more before the firmware is blamed: firmware repeats itself, a wire that spoilt a byte does not.
 * @throws what it failed with, or what explains it; WireUnreliable
 */
export const secondOpinion = async (
  lab: Lab,
  what: string,
  attempt: () => Promise<void>,
): Promise<void> => {
  try {
    await attempt();
  } catch (error) {
    const first = explained(lab, error);
    if (!isAgainstFirmware(first) || first instanceof BoardRestarted) throw first;
    const title = 'do it again, to tell bad firmware from a bad wire';
    const failed = await lab.journal.step(title, { what }, () => again(lab, attempt));
    if (failed === null) throw new WireUnreliable(what, 'went well the second time', first);
    const second = explained(lab, failed);
    if (!isAgainstFirmware(second) || isSame(first, second)) throw second;
    throw new WireUnreliable(what, 'failed otherwise the second time', first);
  }
};
