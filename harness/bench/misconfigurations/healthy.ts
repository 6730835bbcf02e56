import type { Lab } from '../lab.ts';
import { onReleases } from './on-releases.ts';
import { prepared } from './written-wrongly.ts';

const ROUND_TRIP_MS = 5_000;

/** A message to itself, by way of the cloud. */
const throughTheCloud = async (lab: Lab): Promise<void> => {
  await prepared(lab);
  await lab.connect();
  await lab.board.mqtt.subscribe('sdk/test/java', 1);
  const from = lab.board.position();
  await lab.board.mqtt.publish('sdk/test/java', '{"a":1,"b":"two"}', { qos: 1 });
  await lab.board.mqtt.expectMessage({ topic: 'sdk/test/java' }, { from, withinMs: ROUND_TRIP_MS });
};

/** Nothing is wrong with these: no cause may be named. */
export const HEALTHY = onReleases([
  { name: 'nothing is wrong', expected: '', steps: throughTheCloud },
  {
    name: 'nothing is wrong, after credentials of another thing',
    expected: '',
    steps: async (lab) => {
      await lab.prepare(lab.credentialsOf(await lab.createThing()));
      await throughTheCloud(lab);
    },
  },
  {
    name: 'nothing is wrong, after a refusal that was wanted',
    expected: '',
    steps: async (lab) => {
      await prepared(lab);
      await lab.connect({ clientId: 'nobody' }).catch(() => {});
      await throughTheCloud(lab);
    },
  },
]);
