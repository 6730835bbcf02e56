import { expect } from 'chai';
import { connectAsync, type IClientOptions } from 'mqtt';
import { sampleAuthority } from '../../certs/sample-credentials.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import type { CreatedThing } from './stand-in-options.ts';
import { OPEN_POLICY, seen } from './test-cloud.ts';
import { logIn, secure } from './test-device.ts';

const asClient = (cloud: StandIn, thing: CreatedThing): IClientOptions => ({
  protocol: 'mqtts',
  ...cloud.endpoint,
  ca: cloud.rootCaPem,
  cert: thing.certificatePem,
  key: thing.keyPem,
  clientId: 'basicPubSub',
  reconnectPeriod: 0,
});

describe('The AWS IoT stand-in', () => {
  it('serves an ordinary MQTT client as the console says a new thing can be tried', async () => {
    await using cloud = await startStandIn();
    const thing = await cloud.createThing({ name: 'first-thing' });
    const client = await connectAsync(asClient(cloud, thing));
    const message = new Promise<string>((resolve) => {
      client.once('message', (topic, payload) => resolve(`${topic}: ${payload}`));
    });

    await client.subscribeAsync('sdk/test/Python', { qos: 1 });
    await client.publishAsync('sdk/test/Python', 'Hello World! [1]', { qos: 1 });

    expect(await message).to.equal('sdk/test/Python: Hello World! [1]');
    await client.endAsync();
    await seen(cloud, { kind: 'disconnect', reason: 'CLIENT_INITIATED_DISCONNECT' });
    expect(thing.policyName).to.equal('first-thing-Policy');
  });

  it('lives beside another one that knows nothing of it', async () => {
    const authority = await sampleAuthority();
    await using one = await startStandIn({ authority });
    await using other = await startStandIn({ authority });
    const thing = await one.createThing();

    await using _device = await logIn(one, thing);
    await using stranger = await secure(other, thing);
    stranger.send({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'sdk-java' });

    expect(await stranger.ended).to.equal('clean');
    expect(one.endpoint.port).not.to.equal(other.endpoint.port);
    expect(one.events.map(({ kind }) => kind)).to.deep.equal(['tls-accepted', 'connect']);
    await seen(other, { kind: 'connect', outcome: { cause: 'CERTIFICATE_UNKNOWN' } });
  });

  it('says goodbye to everybody when it closes, once and for all', async () => {
    const cloud = await startStandIn({ authority: await sampleAuthority() });
    const thing = await cloud.createThing({ policy: OPEN_POLICY });
    const device = await logIn(cloud, thing);
    const idle = await secure(cloud, thing);
    await seen(cloud, { kind: 'tls-accepted', connection: 2 });

    await Promise.all([cloud[Symbol.asyncDispose](), cloud[Symbol.asyncDispose]()]);

    expect(await device.ended).to.equal('clean');
    expect(await idle.ended).to.equal('clean');
    const ends = cloud.events.filter(({ kind }) => kind === 'disconnect');
    expect(ends.map((event) => 'reason' in event && event.reason)).to.deep.equal([
      'SERVER_INITIATED_DISCONNECT',
      'SERVER_INITIATED_DISCONNECT',
    ]);
  });

  it('comes back after a restart at its address, and knows its things', async () => {
    await using cloud = await startStandIn({ authority: await sampleAuthority() });
    const thing = await cloud.createThing();
    const device = await logIn(cloud, thing);

    await cloud.restart();

    expect(await device.ended).to.equal('clean');
    await seen(cloud, { kind: 'disconnect', reason: 'SERVER_INITIATED_DISCONNECT' });
    await using _again = await logIn(cloud, thing);
  });

  it('does not start on a port that is taken, and leaves nothing behind', async () => {
    const authority = await sampleAuthority();
    await using cloud = await startStandIn({ authority });

    const error = await startStandIn({ authority, port: cloud.endpoint.port }).catch((e) => e);

    expect(error).to.include({ code: 'ADDRESS_UNUSABLE' });
    expect(error.message).to.include(`127.0.0.1:${cloud.endpoint.port}`);
  });

  it('refuses an identity that no handshake could be made with', async () => {
    const authority = await sampleAuthority();
    await using cloud = await startStandIn({ authority });
    const [one, other] = await Promise.all([
      authority.issueServer({ names: ['one.test'] }),
      authority.issueServer({ names: ['other.test'] }),
    ]);

    for (const [identity, code] of [
      [{ ...one, keyPem: other.keyPem }, 'KEY_MISMATCH'],
      [{ ...one, chainPem: 'nonsense' }, 'NOT_A_PEM'],
      [{ ...one, keyPem: 'nonsense' }, 'NOT_A_PEM'],
    ] as const) {
      const refused = await cloud.serveAs(identity).catch((caught: unknown) => caught);
      expect(refused).to.be.instanceOf(BadInput).with.property('code', code);
      const error = await startStandIn({ identity }).catch((caught: unknown) => caught);
      expect(error).to.have.property('code', code);
    }
    await using _device = await logIn(cloud, await cloud.createThing());
  });

  it('makes a thing as a whole or not at all, and says what is wrong with its name', async () => {
    const authority = await sampleAuthority();
    await using cloud = await startStandIn({ authority });
    const credentials = await authority.issueDevice();
    const refused = (options: Parameters<typeof cloud.createThing>[0]) =>
      cloud.createThing(options).catch((caught: unknown) => caught);

    const name = await refused({ name: '../x', credentials });
    expect(name).to.include({ code: 'THING_NAME_INVALID' });
    const policy = await refused({ name: 'mine', credentials, policy: {} });
    expect(policy).to.include({ code: 'POLICY_MALFORMED' });

    await cloud.createThing({ name: 'mine', credentials });
  });

  it('never writes keys into events', async () => {
    await using cloud = await startStandIn({ authority: await sampleAuthority() });
    await using _device = await logIn(cloud, await cloud.createThing(), {
      username: 'user',
      password: Buffer.from('not to be seen'),
    });

    const all = JSON.stringify(cloud.events);

    expect(all).not.to.include('not to be seen');
    expect(all).not.to.include('PRIVATE KEY');
  });
});
