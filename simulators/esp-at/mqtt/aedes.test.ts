import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Aedes } from 'aedes';
import { expect } from 'chai';
import { type Authority, createAuthority } from '../../../certs/authority.ts';
import type { DeviceCredentials } from '../../../certs/credentials.ts';
import { type RunningNetwork, startNetwork } from '../../network/start-network.ts';
import { realTimers } from '../../network/timers.ts';
import { DEFAULT_WORLD } from '../../network/world.ts';
import { MBEDTLS_3 } from '../tls/profile.ts';
import { connectMqtt } from './connect-mqtt.ts';
import type { MqttLink } from './mqtt-link.ts';
import type { MqttOptions } from './mqtt-options.ts';
import { MQTT_TIMES } from './mqtt-times.ts';

describe('MQTT over mutual TLS, with aedes', () => {
  let authority: Authority;
  let device: DeviceCredentials;
  let aedes: Aedes;
  let server: Server;
  let around: RunningNetwork;
  let power: AbortController;
  const sockets = new Set<TLSSocket>();

  before(async () => {
    authority = await createAuthority();
    const [identity, ca] = await Promise.all([
      authority.issueServer({ names: ['broker.test'] }),
      authority.deviceIssuerPem(),
    ]);
    device = await authority.issueDevice();
    aedes = await Aedes.createBroker();
    server = createServer(
      { cert: identity.chainPem, key: identity.keyPem, ca, requestCert: true, noDelay: true },
      (socket) => {
        sockets.add(socket.on('close', () => sockets.delete(socket)));
        aedes.handle(socket);
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    around = await startNetwork({
      ...DEFAULT_WORLD,
      names: { 'broker.test': '10.0.2.2', 'other.test': '127.0.0.1' },
      routes: { '10.0.2.2:8883': `127.0.0.1:${port}` },
    });
  });

  after(async () => {
    await around[Symbol.asyncDispose]();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await new Promise((resolve) => server.close(resolve));
  });

  beforeEach(() => {
    power = new AbortController();
  });

  afterEach(() => power.abort());

  const options = (changes: Partial<MqttOptions> = {}): MqttOptions => {
    return {
      network: () => around.network,
      scheme: 5,
      host: 'broker.test',
      port: 8883,
      clientId: 'board',
      username: '',
      password: '',
      keepAliveSeconds: 0,
      isSessionClean: true,
      reconnects: false,
      credentials: () => ({
        ca: Buffer.from(device.caPem),
        certificate: Buffer.from(device.certificatePem),
        key: Buffer.from(device.keyPem),
      }),
      tls: MBEDTLS_3,
      now: () => new Date(),
      timers: realTimers,
      times: { ...MQTT_TIMES, firstPacketMs: 0 },
      signal: power.signal,
      ...changes,
    };
  };

  const connected = async (changes: Partial<MqttOptions> = {}): Promise<MqttLink> => {
    const outcome = await connectMqtt(options(changes));
    if ('failure' in outcome) throw new Error(outcome.failure.text);
    return outcome.link;
  };

  it('publishes to itself at each QoS, and takes leave', async () => {
    const link = await connected();
    const payload = Buffer.alloc(3000, 'payload ');
    for (const qos of [0, 1, 2] as const) {
      const parts: Buffer[] = [];
      const whole = new Promise<void>((resolve) => {
        link.on('part', (_, part) => {
          parts.push(part);
          if (Buffer.concat(parts).length === payload.length) resolve();
        });
      });
      expect(await link.subscribe(`t/${qos}`, qos)).to.not.equal('lost');
      expect(await link.publish(`t/${qos}`, payload, qos, false)).to.equal('done');
      await whole;
      expect(Buffer.concat(parts)).to.deep.equal(payload);
      link.removeAllListeners('part');
    }
    const left = once(aedes, 'clientDisconnect');

    await link.disconnect();

    await left;
    expect(link.isConnected).to.equal(false);
  });

  for (const [scheme, sni, name] of [
    [5, undefined, false],
    [5, 'broker.test', 'broker.test'],
    [4, undefined, 'broker.test'],
  ] as const) {
    it(`sends ${name || 'no name'} with scheme ${scheme}${sni ? ' and an SNI' : ''}`, async () => {
      const secured = once(server, 'secureConnection') as Promise<
        [TLSSocket & { servername: unknown }]
      >;

      await connected({ scheme, sni });

      const [{ servername }] = await secured;
      expect(servername).to.equal(name);
    });
  }

  it('checks the name once there is an SNI', async () => {
    const { port } = server.address() as AddressInfo;
    const elsewhere = { host: 'other.test', port };

    expect(await connectMqtt(options(elsewhere))).to.have.property('link');
    expect(await connectMqtt(options({ ...elsewhere, sni: 'broker.test' })))
      .to.have.property('failure')
      .that.includes({ stage: 'tls', alertSent: 42 });
  });

  it('reads the credentials and the clock of the moment at a reconnect', async () => {
    let clock = new Date();
    const link = await connected({
      reconnects: true,
      now: () => clock,
      times: { ...MQTT_TIMES, firstPacketMs: 0, reconnectAfterMs: 10, reconnectStepMs: 5 },
    });
    clock = new Date(0);
    const failed = once(link, 'retryFailed');
    for (const socket of sockets) socket.destroy();

    expect((await failed)[0]).to.include({ alertSent: 46 });

    clock = new Date();
    await once(link, 'restored');
    expect(link.isConnected).to.equal(true);
  });

  it('is gone at once when the power goes', async () => {
    const secured = once(server, 'secureConnection') as Promise<[TLSSocket]>;
    const link = await connected();
    const [socket] = await secured;
    const closed = once(socket, 'close');

    power.abort(new Error('power off'));

    await closed;
    expect(link.isConnected).to.equal(false);
  });
});
