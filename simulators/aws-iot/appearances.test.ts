import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect } from 'chai';
import { strangeAuthority } from '../../certs/sample-credentials.ts';
import { AWS_SUITES } from '../../harness/clouds/cipher-suite-case.ts';
import type { Moment } from '../../harness/clouds/personality.ts';
import { RecordReader } from '../esp-at/tls/records.ts';
import { tapWire } from '../esp-at/tls/wire-tap.ts';
import { AWS_BEHAVIOUR } from './options.ts';
import type { StandIn } from './stand-in.ts';
import { shakeAsBoard } from './test-board.ts';
import { OPEN_POLICY, seen, startCloud, startWithThing } from './test-cloud.ts';
import { logIn, secure, subscribe } from './test-device.ts';
import { playableSuite } from './tls/playable-suites.ts';

const personalities = ({ events }: StandIn) =>
  events.flatMap((event) => ('personality' in event ? [event.personality] : []));

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('What a server is', () => {
  it('is right again when the scope ends, and changes nothing for who is connected', async () => {
    const { cloud, thing } = await startWithThing();
    await using _cloud = cloud;
    await using device = await logIn(cloud, thing);
    {
      await using _server = await cloud.serveAs('expired');
      expect(await shakeAsBoard(cloud, thing)).to.include({ alertSent: 45 });
      await device.ping();
    }

    expect(await shakeAsBoard(cloud, thing)).to.equal('connected');
    expect(personalities(cloud)).to.deep.equal(['right', 'expired', 'right']);
  });

  it('can differ from one attempt to the next, and is then what it was', async () => {
    const { cloud, thing } = await startWithThing();
    await using _cloud = cloud;
    await using _always = await cloud.serveAs('tls-1.2-only');
    await using _next = await cloud.serveAs(['unknown-ca', 'right']);

    for (let i = 0; i < 4; i++) await shakeAsBoard(cloud, thing);

    expect(personalities(cloud)).to.deep.equal([
      ...['unknown-ca', 'right'],
      ...['tls-1.2-only', 'tls-1.2-only'],
    ]);
  });

  it('is what it was before when a scope inside another ends, attempts to come included', async () => {
    const { cloud, thing } = await startWithThing();
    await using _cloud = cloud;
    await using _outer = await cloud.serveAs('wrong-name');
    {
      await using _inner = await cloud.serveAs(await (await strangeAuthority()).issueServer({}));
      await shakeAsBoard(cloud, thing);
    }
    {
      await using _unused = await cloud.serveAs(['ecdsa']);
    }
    await shakeAsBoard(cloud, thing);

    expect(personalities(cloud)).to.deep.equal([null, 'wrong-name']);
  });

  it('is refused where nobody knows it, where no server can be it, or where its root has no key', async () => {
    await using cloud = await startCloud();
    const identity = await (await strangeAuthority()).issueServer({ addresses: ['127.0.0.1'] });
    await using kept = await startCloud({ identity });
    const code = async (attempt: Promise<unknown>) =>
      ((await refusal(attempt)) as { readonly code?: string }).code;

    expect(await code(cloud.serveAs('cipher:ALL'))).to.equal('CIPHER_UNPLAYABLE');
    expect(await code(cloud.serveAs('cipher:PSK-AES128-CBC-SHA'))).to.equal('CIPHER_UNPLAYABLE');
    expect(await code(cloud.serveAs('cipher:TLS_RSA_WITH_RC4_128_MD5'))).to.equal(
      'CIPHER_UNPLAYABLE',
    );
    expect(await code(cloud.serveAs('clock-skewed:1.5'))).to.equal('PERSONALITY_UNKNOWN');
    expect(await code(cloud.serveAs('rude' as 'right'))).to.equal('PERSONALITY_UNKNOWN');
    expect(await code(kept.serveAs('expired'))).to.equal('ROOT_KEY_UNKNOWN');
    await kept.serveAs('stall-before-finished');
    expect(await shakeAsBoard(cloud, await cloud.createThing())).to.equal('connected');
  });
});

describe('A server that breaks a handshake off', () => {
  const LAST: Readonly<Record<Moment, string>> = {
    'before-server-hello': 'device ClientHello',
    'after-server-flight': 'device ChangeCipherSpec',
    'before-finished': 'server ChangeCipherSpec',
  };
  for (const moment of Object.keys(LAST) as Moment[]) {
    it(`${moment} is silent until the device loses patience`, async () => {
      const { cloud, thing } = await startWithThing();
      await using _cloud = cloud;
      await using tap = await tapWire(cloud.endpoint.port);
      const behindTap = { ...cloud, endpoint: { host: '127.0.0.1', port: tap.port } };
      await using _server = await cloud.serveAs(`stall-${moment}`);

      const says = await shakeAsBoard(behindTap, thing, { silenceMs: 100 });
      await tap.ended();

      expect(says).to.include({ text: 'the server did not go on with the handshake' });
      expect(tap.seen.at(-1)).to.equal(LAST[moment]);
      const refused = await seen(cloud, { kind: 'tls-refused' });
      expect(refused).to.include({ by: 'device', code: 'CONNECTION_CLOSED', alert: null });
      expect(refused.hello?.versions).to.deep.equal(['TLSv1.2']);
    });

    it(`${moment} closes itself when its own time is over`, async () => {
      const { cloud, thing } = await startWithThing({ handshakeTimeoutMs: 100 });
      await using _cloud = cloud;
      await using _server = await cloud.serveAs(`stall-${moment}`);

      await shakeAsBoard(cloud, thing);

      const refused = await seen(cloud, { kind: 'tls-refused' });
      expect(refused).to.include({ by: 'cloud', code: 'HANDSHAKE_TIMEOUT' });
    });

    it(`${moment} by a reset says that it was its own doing`, async () => {
      const { cloud, thing } = await startWithThing();
      await using _cloud = cloud;
      await using _server = await cloud.serveAs(`reset-${moment}`);

      await shakeAsBoard(cloud, thing);

      const refused = await seen(cloud, { kind: 'tls-refused' });
      expect(refused).to.include({ by: 'cloud', code: 'CONNECTION_RESET', alert: null });
    });
  }
});

describe('A server that speaks one cipher suite', () => {
  it('can speak each of those that AWS speaks, by either name, with the key that it takes', async () => {
    const { cloud, thing } = await startWithThing();
    await using _cloud = cloud;
    const spelt = AWS_SUITES.map((name) => playableSuite(name)?.openssl ?? name);

    for (const [place, iana] of AWS_SUITES.entries()) {
      const openssl = spelt[place] ?? '';
      await cloud.serveAs(place % 2 === 0 ? `cipher:${iana}` : `cipher:${openssl}`);
      const from = cloud.events.length;
      await using _device = await secure(cloud, thing, { ciphers: openssl });
      expect(await seen(cloud, { kind: 'tls-accepted' }, from)).to.include({ cipher: openssl });
    }
    // The right server speaks exactly these, the three of TLS 1.3 being OpenSSL's.
    expect(spelt.slice(3)).to.have.members(AWS_BEHAVIOUR.ciphers.split(':'));
  });
});

describe("A server as AWS's port 443", () => {
  it('lets in who asks for x-amzn-mqtt-ca, among others too', async () => {
    const { cloud, thing } = await startWithThing();
    await using _cloud = cloud;
    await using _server = await cloud.serveAs('port-443');
    const alpn = ['somebody-s-own', 'x-amzn-mqtt-ca'];

    expect(await shakeAsBoard(cloud, thing, { alpn })).to.equal('connected');

    expect(await seen(cloud, { kind: 'tls-accepted' })).to.include({ alpn: 'x-amzn-mqtt-ca' });
  });

  it('refuses who asks for nothing or for something else, and says what was missing', async () => {
    const { cloud, thing } = await startWithThing();
    await using _cloud = cloud;
    await using _server = await cloud.serveAs('port-443');

    for (const alpn of [undefined, ['mqtt', 'http/1.1']]) {
      const from = cloud.events.length;
      expect(await shakeAsBoard(cloud, thing, { alpn })).to.include({ alertReceived: 120 });
      const refused = await seen(cloud, { kind: 'tls-refused' }, from);
      expect(refused).to.include({ by: 'cloud', code: 'NO_APPLICATION_PROTOCOL' });
      expect(refused.detail).to.include(alpn?.join(', ') ?? 'none');
    }
  });
});

/** Bytes that each record from the server carries, by its type: a port that passes everything on. */
const measureRecords = async (target: number) => {
  const sizes: { type: number; bytes: number }[] = [];
  const server = createServer((client) => {
    const far = connect(target, '127.0.0.1').on('error', () => client.destroy());
    const reader = new RecordReader();
    client.on('error', () => far.destroy()).pipe(far);
    far.on('data', (chunk) => {
      for (const { type, content } of reader.take(chunk))
        sizes.push({ type, bytes: content.length });
      client.write(chunk);
    });
    far.on('close', () => client.end());
    client.on('close', () => far.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    largest: (type: number) =>
      Math.max(...sizes.flatMap((record) => (record.type === type ? [record.bytes] : []))),
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

describe('A server with large records', () => {
  const HANDSHAKE = 22;
  const APPLICATION_DATA = 23;
  /** Nonce and tag of AES-GCM in TLS 1.2 (RFC 5288, 3). */
  const GCM_BYTES = 8 + 16;

  it('fills one with its certificates, and others with a large message', async () => {
    const { cloud, thing } = await startWithThing({}, OPEN_POLICY);
    await using _cloud = cloud;
    await using meter = await measureRecords(cloud.endpoint.port);
    const behindMeter = { ...cloud, endpoint: { host: '127.0.0.1', port: meter.port } };
    await using _server = await cloud.serveAs('full-records');
    await using device = await logIn(behindMeter, thing, {}, { maxVersion: 'TLSv1.2' });
    await subscribe(device, ['large', 1]);

    await cloud.publish('large', Buffer.alloc(40_000, 'x'), { qos: 1 });

    await device.next('publish');
    expect(meter.largest(HANDSHAKE)).to.equal(2 ** 14);
    expect(meter.largest(APPLICATION_DATA)).to.equal(2 ** 14 + GCM_BYTES);
  });

  it("shows certificates that are 20 % larger than AWS's", async () => {
    const { cloud, thing } = await startWithThing();
    await using _cloud = cloud;
    await using meter = await measureRecords(cloud.endpoint.port);
    await using _server = await cloud.serveAs('bigger-chain');

    await shakeAsBoard({ ...cloud, endpoint: { host: '127.0.0.1', port: meter.port } }, thing);

    expect(meter.largest(HANDSHAKE)).to.equal(5880);
  });
});
