import type { Thing } from '../../clouds/cloud.ts';
import { SETUP_TOKEN } from '../../clouds/device-advisor/thing-judges.ts';
import type { Lab } from '../lab.ts';

/** What a host lets its connected board do with what AWS keeps for its thing, the cloud's own part included. */
export type ThingApplication = (
  bench: Pick<Lab, 'board' | 'cloud'>,
  thing: Pick<Thing, 'name'>,
) => Promise<void>;

const OFF = { light: 'off' };
const ON = { light: 'on' };
const QOS = { qos: 1 } as const;

const readJson = (payload: Uint8Array): unknown => JSON.parse(Buffer.from(payload).toString());

const report = (reported: unknown): string => JSON.stringify({ state: { reported } });

/** Reports a state to the thing's classic shadow. */
export const reportState: ThingApplication = async ({ board }, { name }) => {
  await board.mqtt.publish(`$aws/things/${name}/shadow/update`, report(OFF), QOS);
};

/** Takes what the cloud desires for the device's state, and reports it. */
export const followDesired: ThingApplication = async (bench, thing) => {
  const { mqtt } = bench.board;
  const update = `$aws/things/${thing.name}/shadow/update`;
  await mqtt.subscribe(`${update}/delta`, 1);
  const from = bench.board.position();

  const wish = { state: { desired: ON }, clientToken: SETUP_TOKEN };
  await bench.cloud.publish(update, JSON.stringify(wish));

  const { payload } = await mqtt.expectMessage({ topic: `${update}/delta` }, { from });
  const { state } = readJson(payload) as { readonly state: unknown };
  await mqtt.publish(update, report(state), QOS);
};

/** Is told of a job by the cloud, gets it, and tells how it gets on. */
export const doJob: ThingApplication = async (bench, { name }) => {
  const { mqtt } = bench.board;
  const jobs = `$aws/things/${name}/jobs`;
  await mqtt.subscribe(`${jobs}/notify-next`, 1);
  const toldFrom = bench.board.position();

  const id = `device-advisor-${crypto.randomUUID()}`;
  await bench.cloud.giveJob(name, { id, document: { operation: 'blink' } });

  const told = await mqtt.expectMessage({ topic: `${jobs}/notify-next` }, { from: toldFrom });
  const { execution } = readJson(told.payload) as {
    readonly execution: { readonly jobId: string };
  };
  const job = `${jobs}/${execution.jobId}`;
  await mqtt.subscribe(`${job}/get/accepted`, 1);
  const gotFrom = bench.board.position();
  await mqtt.publish(`${job}/get`, '{}', QOS);
  await mqtt.expectMessage({ topic: `${job}/get/accepted` }, { from: gotFrom });
  for (const status of ['IN_PROGRESS', 'SUCCEEDED']) {
    await mqtt.publish(`${job}/update`, JSON.stringify({ status }), QOS);
  }
};
