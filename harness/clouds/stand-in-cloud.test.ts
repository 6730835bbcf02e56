import { expect } from 'chai';
import { expectEvent } from './event-record.ts';
import type { CloudEvent, Publish } from './events.ts';
import { type RunningStandIn, standInCloud } from './stand-in-cloud.ts';

const event = (sequence: number): Publish => ({
  kind: 'publish',
  at: 0,
  sequence,
  connection: 0,
  remote: '',
  clientId: null,
  topic: 'a',
  qos: 0,
  retain: false,
  dup: false,
  packetId: null,
  payload: new Uint8Array(),
  outcome: { accepted: true },
});

const running = (events: CloudEvent[], calls: unknown[]): RunningStandIn => {
  const note =
    <R>(name: string, result: R) =>
    (...args: unknown[]): R => {
      calls.push([name, ...args]);
      return result;
    };
  return {
    events,
    dropped: 0,
    onEvent: () => () => undefined,
    endpoint: { host: '127.0.0.1', port: 8883 },
    rootCaPem: 'root',
    http: { url: 'http://127.0.0.1:1' },
    httpData: { url: 'http://127.0.0.1:2' },
    jobs: { create: note('createJob', undefined) },
    createThing: () => Promise.reject(new Error('not asked for here')),
    publish: note('publish', Promise.resolve()),
    serveAs: note('serveAs', Promise.resolve({ [Symbol.asyncDispose]: async () => undefined })),
    restart: async () => {},
    disconnect: note('disconnect', true),
    interfere: note('interfere', { [Symbol.dispose]: note('lift', undefined) }),
    registry: {
      registerCertificate: note('registerCertificate', { id: 'abc' }),
      certificate: (id) => (id === 'abc' ? { status: 'INACTIVE' } : undefined),
      thingsOf: () => [{ name: 'lamp' }],
      policiesOf: () => [{ name: 'lamp-Policy' }],
      policies: { require: () => ({ defaultVersion: { document: '{"Statement":[]}' } }) },
      setCertificateStatus: note('setCertificateStatus', undefined),
      putPolicy: note('putPolicy', undefined),
      attachPolicy: note('attachPolicy', undefined),
      detachPolicy: note('detachPolicy', undefined),
    },
    [Symbol.asyncDispose]: note('close', Promise.resolve()),
  };
};

describe('The stand-in as a cloud', () => {
  it('looks certificates up', async () => {
    await using cloud = standInCloud(running([], []));

    expect(await cloud.lookUpCertificate('abc')).to.deep.equal({
      certificateId: 'abc',
      status: 'INACTIVE',
      things: ['lamp'],
      policies: [{ name: 'lamp-Policy', document: { Statement: [] } }],
    });
    expect(await cloud.lookUpCertificate('def')).to.equal(null);
  });

  it('passes the verbs of a person on', async () => {
    const calls: unknown[] = [];
    {
      await using cloud = standInCloud(running([], calls));
      expect(await cloud.registerCertificate('pem', 'INACTIVE')).to.equal('abc');
      await cloud.setCertificateStatus('abc', 'REVOKED');
      await cloud.publish('a', 'b', { qos: 1 });
      await cloud.giveJob('lamp', { id: 'one', document: {} });
      await cloud.disconnect('sdk-java', { cleanSession: true });
      await cloud.serveAs('expired');
      expect(cloud.http).to.equal('http://127.0.0.1:1');
      expect(cloud.httpData).to.equal('http://127.0.0.1:2');
      await using _fault = await cloud.interfere({ packet: 'puback', does: 'drop' });
    }
    expect(calls).to.deep.equal([
      ['registerCertificate', 'pem', 'INACTIVE'],
      ['setCertificateStatus', 'abc', 'REVOKED'],
      ['publish', 'a', 'b', { qos: 1 }],
      ['createJob', { id: 'one', document: {}, things: ['lamp'] }],
      ['disconnect', 'sdk-java', { cleanSession: true }],
      ['serveAs', 'expired'],
      ['interfere', { packet: 'puback', does: 'drop' }],
      ['lift'],
      ['close'],
    ]);
  });

  it('has positions in its record', async () => {
    const events: CloudEvent[] = [event(1)];
    await using cloud = standInCloud(running(events, []));

    const from = cloud.position();
    events.push(event(2));

    expect(cloud.seen(from).map(({ sequence }) => sequence)).to.deep.equal([2]);
    const next = await cloud.expect({ kind: 'publish' }, { from, withinMs: 10 });
    expect(next.sequence).to.equal(2);
    expect(
      await expectEvent(running(events, []), { kind: 'publish' }, { withinMs: 10 }),
    ).to.include({
      sequence: 1,
    });
  });
});
