import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { type StandIn, startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import { connectOnce, type HostCall } from '../../clouds/connect-once.ts';
import { CASES } from '../../clouds/device-advisor/cases.ts';
import { ONE_ROUND, TWO_ROUNDS } from '../../clouds/device-advisor/refusals.ts';

/** A second of the devices here takes 50 ms. */
const PACE = 20;
const JITTER = [0.9, 1.6, 3.7, 4.9, 15.1];
const CONSTANT = [5, 5, 5, 5, 5];

/** Connects and subscribes, until the connection ends or the SUBACK comes. */
const callOnce = async (call: HostCall): Promise<void> => {
  const client = await connectOnce(call).catch(() => undefined);
  if (!client) return;
  client.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await Promise.race([client.subscribeAsync('sdk/test/java', { qos: 1 }), closed]).catch(
    () => undefined,
  );
  await client.endAsync(true);
};

/** A device that waits so many of its seconds before each further try. */
const callAgainAfter = async (cloud: StandIn, delays: readonly number[]): Promise<void> => {
  const { certificatePem, keyPem } = await cloud.createThing();
  const credentials = { certificatePem, keyPem, caPem: cloud.rootCaPem };
  const call = { endpoint: cloud.endpoint, credentials, clientId: 'sdk-java' };
  await callOnce(call);
  for (const delay of delays) {
    await wait((delay * 1000) / PACE);
    await callOnce(call);
  }
};

describe('A device of its own that backs off, before the stand-in as Device Advisor', () => {
  it('is refused in two rounds, and passes with its jitter', async () => {
    await using cloud = await startStandIn();
    using _refusals = cloud.interfere(...TWO_ROUNDS);

    await callAgainAfter(cloud, [...JITTER, 1, ...JITTER]);

    const judged = CASES.MQTT_Connect_Jitter_Backoff_Retries.judge({
      events: cloud.events,
      pace: PACE,
    });
    expect(judged).to.include({ verdict: 'pass' });
    const outcomes = cloud.events.flatMap((event) =>
      event.kind === 'interfered' ? [event.packet] : [],
    );
    const round = Array.from({ length: 5 }, () => 'connack');
    expect(outcomes).to.deep.equal([...round, 'suback', ...round]);
  });

  it('is refused in one round, and fails without back-off', async () => {
    await using cloud = await startStandIn();
    using _refusals = cloud.interfere(...ONE_ROUND);

    await callAgainAfter(cloud, CONSTANT);

    const judged = CASES.MQTT_Connect_Exponential_Backoff_Retries.judge({
      events: cloud.events,
      pace: PACE,
    });
    expect(judged).to.include({ verdict: 'fail' });
    expect(judged.delays).to.have.lengthOf(CONSTANT.length);
  });
});
