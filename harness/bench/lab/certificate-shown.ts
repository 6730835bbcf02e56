import { MqttConnectFailed } from '../../boards/errors.ts';
import { CloudSilent } from '../../clouds/cloud-silent.ts';
import type { Lab } from '../lab.ts';
import { EndsDisagree } from './ends-disagree.ts';

/** What the board has done, the cloud may see a little later. */
const WITNESS_MS = 10_000;

/** See `Lab.certificateShown`. */
export const certificateShown = async (
  lab: Pick<Lab, 'board' | 'cloud' | 'connect'>,
): Promise<string | null> => {
  const { board, cloud } = lab;
  const from = cloud.position();
  const accepted = await lab.connect().then(
    () => true,
    (error: unknown) => {
      // A port that went away, or a board that fell silent, is no board that was kept out.
      if (error instanceof MqttConnectFailed) return false;
      throw error;
    },
  );
  await board.mqtt.clean();
  if (accepted) {
    const shown = await cloud
      .expect({ kind: 'connect', outcome: { accepted: true } }, { from, withinMs: WITNESS_MS })
      .catch((error: unknown) => {
        throw error instanceof CloudSilent ? new EndsDisagree(accepted) : error;
      });
    return shown.certificateId;
  }
  const letIn = cloud
    .seen(from)
    .find((event) => event.kind === 'connect' && event.outcome.accepted);
  if (letIn) throw new EndsDisagree(accepted);
  return null;
};
