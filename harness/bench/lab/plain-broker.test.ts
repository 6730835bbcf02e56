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
});
