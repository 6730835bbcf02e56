import { expect } from 'chai';
import { type StandIn, startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import { connectOnce, type HostCall } from '../../clouds/connect-once.ts';
import { CASES } from '../../clouds/device-advisor/cases.ts';
import { ONE_ROUND, TWO_ROUNDS } from '../../clouds/device-advisor/refusals.ts';
import { expectEvent, positionOf, since } from '../../clouds/event-record.ts';
import type { CloudEvent } from '../../clouds/events.ts';

/** For what the cloud tells of a connection, however busy the machine is. */
const SOON_MS = 25_000;
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

/**
 * A device that waits so many of its seconds before each further try, by a clock that only its waits move: what a busy
 * machine takes for a try is not the device's doing. Gives what the cloud saw, at the device's time.
 */
const callAgainAfter = async (
  cloud: StandIn,
  delays: readonly number[],
): Promise<readonly CloudEvent[]> => {
  const { certificatePem, keyPem } = await cloud.createThing();
  const credentials = { certificatePem, keyPem, caPem: cloud.rootCaPem };
  const call = { endpoint: cloud.endpoint, credentials, clientId: 'sdk-java' };
  const seen: CloudEvent[] = [];
  let now = 0;
  for (const delay of [0, ...delays]) {
    now += delay * 1000;
    const from = positionOf(cloud);
    await callOnce(call);
    await expectEvent(cloud, { kind: 'disconnect' }, { from, withinMs: SOON_MS });
    seen.push(...since(cloud, from).map((event) => ({ ...event, at: now })));
  }
  return seen;
};

describe('A device of its own that backs off, before the stand-in as Device Advisor', () => {
  it('is refused in two rounds, and passes with its jitter', async () => {
    await using cloud = await startStandIn();
    using _refusals = cloud.interfere(...TWO_ROUNDS);

    const events = await callAgainAfter(cloud, [...JITTER, 1, ...JITTER]);

    const judged = CASES.MQTT_Connect_Jitter_Backoff_Retries.judge({
      events,
      pace: 1,
    });
    expect(judged).to.include({ verdict: 'pass' });
    const outcomes = events.flatMap((event) => (event.kind === 'interfered' ? [event.packet] : []));
    const round = Array.from({ length: 5 }, () => 'connack');
    expect(outcomes).to.deep.equal([...round, 'suback', ...round]);
  });

  it('is refused in one round, and fails without back-off', async () => {
    await using cloud = await startStandIn();
    using _refusals = cloud.interfere(...ONE_ROUND);

    const events = await callAgainAfter(cloud, CONSTANT);

    const judged = CASES.MQTT_Connect_Exponential_Backoff_Retries.judge({
      events,
      pace: 1,
    });
    expect(judged).to.include({ verdict: 'fail' });
    expect(judged.delays).to.have.lengthOf(CONSTANT.length);
  });
});
