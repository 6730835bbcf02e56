import { expect } from 'chai';
import type { IPublishPacket } from 'mqtt-packet';
import { OPEN_POLICY, policyOf, seen, startWithThing } from './test-cloud.ts';
import { logIn, publishPacket, subscribe, type TestDevice } from './test-device.ts';

const next = async (device: TestDevice): Promise<{ topic: string; qos: number; said: unknown }> => {
  const { topic, qos, payload } = (await device.next('publish')) as IPublishPacket;
  return { topic, qos, said: JSON.parse(String(payload)) };
};

describe('A device’s shadow over MQTT', () => {
  it('tells the device that it reported, and then what else is desired of it', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _ = cloud;
    const shadow = `$aws/things/${thing.name}/shadow`;
    await using device = await logIn(cloud, thing);
    await subscribe(device, [`${shadow}/update/accepted`, 0], [`${shadow}/update/delta`, 1]);

    device.send(publishPacket(`${shadow}/update`, '{"state":{"reported":{"on":false}}}', 7));
    expect(await device.next('puback')).to.include({ messageId: 7 });
    expect(await next(device)).to.deep.include({ topic: `${shadow}/update/accepted`, qos: 0 });
    await cloud.publish(
      `${shadow}/update`,
      '{"state":{"desired":{"on":true}},"clientToken":"app"}',
    );

    const heard = [await next(device), await next(device)];
    const delta = heard.find(({ topic }) => topic === `${shadow}/update/delta`);
    expect(delta?.qos).to.equal(1);
    expect(delta?.said).to.deep.include({ state: { on: true }, version: 2, clientToken: 'app' });
    await seen(cloud, { kind: 'shadow', clientId: 'sdk-java', outcome: { version: 1 } });
    await seen(cloud, { kind: 'shadow', clientId: null, outcome: { version: 2 } });
    await seen(cloud, { kind: 'deliver', topic: `${shadow}/update/delta`, qos: 1 });
  });

  it('is refused to it in AWS’s words where the request is wrong', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _ = cloud;
    const shadow = `$aws/things/${thing.name}/shadow/name/wifi`;
    await using device = await logIn(cloud, thing);
    await subscribe(device, [`${shadow}/get/+`, 0]);

    device.send(publishPacket(`${shadow}/get`, '{"clientToken":"t"}'));

    const { topic, said } = await next(device);
    expect(topic).to.equal(`${shadow}/get/rejected`);
    expect(said).to.deep.include({ code: 404, clientToken: 't' });
  });

  it('cannot be written by a device whose policy does not let it publish there', async () => {
    const policy = policyOf(
      ['Allow', 'Connect', 'client/*'],
      ['Allow', 'Publish', 'topic/$aws/things/*/shadow/get'],
    );
    const { cloud, thing } = await startWithThing({}, policy);
    await using _ = cloud;
    const topic = `$aws/things/${thing.name}/shadow/update`;
    await using device = await logIn(cloud, thing);

    device.send(publishPacket(topic, '{"state":{"reported":{"on":false}}}'));

    expect(await device.ended).to.equal('clean');
    await seen(cloud, { kind: 'publish', topic, outcome: { cause: 'POLICY_DOES_NOT_ALLOW' } });
    expect(cloud.events.filter(({ kind }) => kind === 'shadow')).to.deep.equal([]);
  });

  it('gives no answer to a device that may not receive it', async () => {
    const policy = policyOf(
      ['Allow', '*', '*'],
      ['Deny', 'Receive', 'topic/$aws/things/*/shadow/get/*'],
    );
    const { cloud, thing } = await startWithThing({}, policy);
    await using _ = cloud;
    const shadow = `$aws/things/${thing.name}/shadow`;
    await using device = await logIn(cloud, thing);
    await subscribe(device, [`${shadow}/get/+`, 0], ['topic_1', 0]);

    device.send(publishPacket(`${shadow}/get`, ''), publishPacket('topic_1', '"after"'));

    expect(await next(device)).to.deep.include({ topic: 'topic_1', said: 'after' });
    await seen(cloud, { kind: 'shadow', action: 'get', outcome: { code: 404 } });
  });
});
