import {
  ConflictException,
  DeleteConnectionCommand,
  DeleteThingShadowCommand,
  GetRetainedMessageCommand,
  GetThingShadowCommand,
  InvalidRequestException,
  IoTDataPlaneClient,
  ListNamedShadowsForThingCommand,
  ListRetainedMessagesCommand,
  PublishCommand,
  RequestEntityTooLargeException,
  ResourceNotFoundException,
  UnsupportedDocumentEncodingException,
  UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import { expect } from 'chai';
import type { IPublishPacket } from 'mqtt-packet';
import type { StandIn } from '../stand-in.ts';
import type { CreatedThing } from '../stand-in-options.ts';
import { OPEN_POLICY, seen, startCloud, startWithThing } from '../test-cloud.ts';
import { logIn, subscribe } from '../test-device.ts';
import { AwsRefusal } from './aws-refusal.ts';

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'of-the-test' };

describe('AWS’s own SDK at the data plane', () => {
  let cloud: StandIn;
  let thing: CreatedThing;
  let client: IoTDataPlaneClient;
  let environment: NodeJS.ProcessEnv;

  // Found by its variable alone, as scripts are left unchanged; every signature is checked.
  beforeEach(async () => {
    ({ cloud, thing } = await startWithThing({ http: { accessKey: KEY } }, OPEN_POLICY));
    environment = process.env;
    process.env = {
      ...environment,
      AWS_ENDPOINT_URL_IOT_DATA_PLANE: cloud.httpData.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
    };
    client = new IoTDataPlaneClient({});
  });

  afterEach(async () => {
    process.env = environment;
    client.destroy();
    await cloud[Symbol.asyncDispose]();
  });

  const refusal = async (sent: Promise<unknown>): Promise<unknown> => {
    try {
      await sent;
    } catch (error) {
      return error;
    }
    return undefined;
  };

  const update = (state: object, more: { shadowName?: string; version?: number } = {}) => {
    const { shadowName, ...rest } = more;
    const payload = JSON.stringify({ state, ...rest });
    return client.send(
      new UpdateThingShadowCommand({ thingName: thing.name, shadowName, payload }),
    );
  };

  it('publishes to devices, also under topics with odd letters', async () => {
    const topic = 'sdk/test/ä b%/x';
    await using device = await logIn(cloud, thing);
    await subscribe(device, [topic, 1]);

    await client.send(new PublishCommand({ topic, qos: 1, payload: Buffer.from([0, 255]) }));

    const { qos, payload, retain } = (await device.next('publish')) as IPublishPacket;
    expect({ qos, retain, payload: [...Buffer.from(payload)] }).to.deep.equal({
      qos: 1,
      retain: false,
      payload: [0, 255],
    });
    await seen(cloud, { kind: 'publish', clientId: null, topic, qos: 1 });
  });

  it('publishes where a request has its slashes bare, too', async () => {
    await using other = await startCloud();
    const authorization = `AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/iotdata/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

    const response = await fetch(`${other.httpData.url}/topics/a/b%2Fc?qos=1`, {
      method: 'POST',
      headers: { authorization },
      body: 'hello',
    });

    expect(response.status).to.equal(200);
    await seen(other, { kind: 'publish', topic: 'a/b/c', qos: 1, payload: 'hello' });
  });

  for (const [name, topic, payload, Refusal] of [
    ['a wildcard', 'a/#', 'x', InvalidRequestException],
    [
      'a topic of the cloud’s own',
      '$aws/events/presence/connected/x',
      'x',
      InvalidRequestException,
    ],
    ['eight slashes', 'a/b/c/d/e/f/g/h/i', 'x', InvalidRequestException],
    ['too much', 'a', 'x'.repeat(128 * 1024 + 1), RequestEntityTooLargeException],
  ] as const) {
    it(`does not publish ${name}`, async () => {
      const error = await refusal(client.send(new PublishCommand({ topic, payload })));

      expect(error).to.be.instanceOf(Refusal);
    });
  }

  it('tells what is retained, until an empty message takes it away', async () => {
    const payload = Buffer.from('kept');
    for (const topic of ['b/1', 'a/1']) {
      await client.send(new PublishCommand({ topic, payload, retain: true, qos: 1 }));
    }
    await client.send(new PublishCommand({ topic: 'c', payload }));

    const first = await client.send(new ListRetainedMessagesCommand({ maxResults: 1 }));
    expect(first.retainedTopics).to.have.lengthOf(1);
    expect(first.retainedTopics?.[0]).to.include({ topic: 'a/1', payloadSize: 4, qos: 1 });
    const { nextToken } = first;
    const second = await client.send(new ListRetainedMessagesCommand({ nextToken }));
    expect(second.retainedTopics?.map(({ topic }) => topic)).to.deep.equal(['b/1']);
    const kept = await client.send(new GetRetainedMessageCommand({ topic: 'a/1' }));
    expect(Buffer.from(kept.payload ?? []).toString()).to.equal('kept');
    expect(Date.now() - (kept.lastModifiedTime ?? 0)).to.be.within(0, 60_000);

    await client.send(new PublishCommand({ topic: 'a/1', retain: true }));
    const gone = await refusal(client.send(new GetRetainedMessageCommand({ topic: 'a/1' })));
    expect(gone).to.be.instanceOf(ResourceNotFoundException);
  });

  it('disconnects a device, with its session if that is asked for', async () => {
    await using device = await logIn(cloud, thing, { clientId: 'a/b c', clean: false });

    await client.send(new DeleteConnectionCommand({ clientId: 'a/b c', cleanSession: true }));

    expect(await device.ended).to.equal('clean');
    const { reason } = await seen(cloud, { kind: 'disconnect', clientId: 'a/b c' });
    expect(reason).to.equal('API_INITIATED_DISCONNECT');
    const again = await refusal(client.send(new DeleteConnectionCommand({ clientId: 'a/b c' })));
    expect(again).to.be.instanceOf(ResourceNotFoundException);
  });

  it('writes, reads, lists and deletes shadows', async () => {
    const thingName = thing.name;
    const { payload } = await update({ desired: { on: true } });
    expect(JSON.parse(Buffer.from(payload ?? []).toString())).to.deep.include({
      state: { desired: { on: true } },
      version: 1,
    });
    await update({ reported: { ssid: 'lab' } }, { shadowName: 'wifi' });
    await update({ reported: {} }, { shadowName: 'clock' });

    const listed = await client.send(new ListNamedShadowsForThingCommand({ thingName }));
    expect(listed.results).to.deep.equal(['clock', 'wifi']);
    const read = await client.send(new GetThingShadowCommand({ thingName, shadowName: 'wifi' }));
    expect(JSON.parse(Buffer.from(read.payload ?? []).toString())).to.deep.include({
      state: { reported: { ssid: 'lab' } },
      version: 1,
    });
    await client.send(new DeleteThingShadowCommand({ thingName, shadowName: 'wifi' }));
    const gone = await refusal(
      client.send(new GetThingShadowCommand({ thingName, shadowName: 'wifi' })),
    );
    expect(gone).to.be.instanceOf(ResourceNotFoundException);
    expect(gone).to.include({ message: `No shadow exists with name: '${thingName}~wifi'` });
  });

  it('lets devices hear what it changed, and nothing of what was refused', async () => {
    const shadow = `$aws/things/${thing.name}/shadow`;
    await using device = await logIn(cloud, thing);
    await subscribe(device, [`${shadow}/#`, 0]);

    await refusal(update({ desired: 1 }));
    await update({ desired: { on: true } });
    await client.send(new GetThingShadowCommand({ thingName: thing.name }));
    await client.send(new DeleteThingShadowCommand({ thingName: thing.name }));

    const told = ['update/accepted', 'update/documents', 'update/delta', 'delete/accepted'];
    const heard: string[] = [];
    while (heard.length < told.length) {
      heard.push(((await device.next('publish')) as IPublishPacket).topic);
    }
    expect(heard.sort()).to.deep.equal(told.map((name) => `${shadow}/${name}`).sort());
  });

  for (const [name, sent, Refusal] of [
    ['another version', () => update({ reported: {} }, { version: 5 }), ConflictException],
    ['a state that is none', () => update({ reported: 1 }), InvalidRequestException],
    [
      'a name that is none',
      () => update({ reported: {} }, { shadowName: 'a b' }),
      InvalidRequestException,
    ],
    [
      'too large a state',
      () => update({ reported: { a: 'x'.repeat(9000) } }),
      RequestEntityTooLargeException,
    ],
    [
      'bytes that are not UTF-8',
      () =>
        client.send(
          new UpdateThingShadowCommand({ thingName: thing.name, payload: Buffer.from([0xff]) }),
        ),
      UnsupportedDocumentEncodingException,
    ],
    [
      'a thing that is not there',
      () => client.send(new ListNamedShadowsForThingCommand({ thingName: 'stranger' })),
      ResourceNotFoundException,
    ],
  ] as const) {
    it(`is refused ${name}`, async () => {
      expect(await refusal(sent())).to.be.instanceOf(Refusal);
    });
  }

  it('meets faults that somebody asked for', async () => {
    const refused = new AwsRefusal('UnauthorizedException', 'Not today.');
    using _fault = cloud.httpData.fault('Publish', refused);

    const error = await refusal(client.send(new PublishCommand({ topic: 'a' })));

    expect(error).to.include({ name: 'UnauthorizedException', message: 'Not today.' });
  });
});
