import { expect } from 'chai';
import { connectAsync } from 'mqtt';
import { failure } from '../failure.ts';
import { startPlainBroker } from './plain-broker.ts';

const SOON = 25_000;

const call = (port: number) =>
  connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId: 'guest',
    username: 'the user',
    password: 'the password',
    reconnectPeriod: 0,
  });

describe('The plain broker', () => {
  it('keeps how somebody introduced himself', async () => {
    await using broker = await startPlainBroker('127.0.0.1');
    const client = await call(broker.port);

    const { clientId, username, password } = await broker.introduction(SOON);

    await client.endAsync();
    expect([clientId, username, String(password)]).to.deep.equal([
      'guest',
      'the user',
      'the password',
    ]);
  });

  it('says that nobody did', async () => {
    await using broker = await startPlainBroker('127.0.0.1');

    expect(await failure(broker.introduction(20))).to.include({ code: 'PLAIN_BROKER_SILENT' });
  });

  it('sends a message in halves, and sees when it is acknowledged', async () => {
    await using broker = await startPlainBroker('127.0.0.1');
    const client = await call(broker.port);
    const came = new Promise<Buffer>((resolve) => {
      client.once('message', (_topic, payload) => resolve(payload));
    });

    const acknowledged = await broker.sendInHalves({
      topic: 'a',
      payload: Buffer.alloc(3_000, 'x'),
      pauseMs: 20,
      withinMs: SOON,
    });

    expect(acknowledged).to.equal('in time');
    expect(await came).to.deep.equal(Buffer.alloc(3_000, 'x'));
    await client.endAsync();
  });

  it('takes and gives messages of QoS 2, each once', async () => {
    await using broker = await startPlainBroker('127.0.0.1');
    const client = await call(broker.port);
    const came: string[] = [];
    client.on('message', (_topic, payload) => came.push(String(payload)));

    await client.publishAsync('a', 'out', { qos: 2 });
    await broker.send([{ topic: 'a', payload: 'in', qos: 2, id: 7 }], 'byte by byte');
    await broker.heard('pubcomp', 1, SOON);

    expect(came).to.deep.equal(['in']);
    expect(
      broker.said('publish', 'pubrel', 'pubrec', 'pubcomp').map(({ cmd }) => cmd),
    ).to.deep.equal(['publish', 'pubrel', 'pubrec', 'pubcomp']);
    await client.endAsync();
  });

  it('turns away, and drops who says a certain word, once', async () => {
    await using strict = await startPlainBroker('127.0.0.1', { welcome: 5 });
    await using rude = await startPlainBroker('127.0.0.1', { dropsAt: 'subscribe' });

    const refused = await call(strict.port).catch((error: unknown) => error);
    const first = await call(rude.port);
    await first.subscribeAsync('a').catch(() => undefined);
    const second = await call(rude.port);
    const [granted] = await second.subscribeAsync('a', { qos: 1 });

    expect(refused).to.include({ code: 5 });
    expect(granted).to.include({ topic: 'a', qos: 1 });
    expect(rude.introductions()).to.have.lengthOf(2);
    await Promise.all([first.endAsync(true), second.endAsync()]);
  });

  it('talks until a word came twice behind the first message', async () => {
    await using broker = await startPlainBroker('127.0.0.1');
    const client = await call(broker.port);
    await client.publishAsync('a', 'before', { qos: 1 });
    let heard = 0;
    client.on('message', () => {
      heard += 1;
      client.publish('a', 'what?', { qos: 1 });
    });

    await broker.talkUntil('publish', SOON);

    expect(heard).to.be.at.least(2);
    await client.endAsync();
  });

  it('says what it has not heard', async () => {
    await using broker = await startPlainBroker('127.0.0.1');

    expect(await failure(broker.heard('puback', 1, 20))).to.include({
      code: 'PLAIN_BROKER_SILENT',
    });
  });
});
