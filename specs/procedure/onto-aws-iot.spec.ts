import { expect } from 'chai';
import { requireSoundCredentials } from '../../certs/check-credentials.ts';
import { pemIn } from '../../certs/pki/packed-credential.ts';
import { needing, useBench } from '../../harness/bench/use-bench.ts';
import { about } from '../../reports/area.ts';

const SOON = 10_000;

describe('Putting a board onto AWS IoT', function () {
  this.bail(true);
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'], isRepeatable: true });

  it(
    'begins with a thing, its certificate and its policy',
    about('tls', async () => {
      const thing = await bench.thing();

      expect(thing.certificateId).to.have.lengthOf(64);
      requireSoundCredentials(bench.credentialsOf(thing));
    }),
  );

  it(
    'lets the host connect with the same credentials',
    about('tls', async () => {
      const thing = await bench.thing();
      const from = bench.cloud.position();

      await bench.checkFromHost(thing);

      const { certificateId } = thing;
      await bench.cloud.expect(
        { kind: 'connect', certificateId, outcome: { accepted: true } },
        { from, withinMs: SOON },
      );
    }),
  );

  it(
    'packs certificate, key and root as the board takes them',
    about('flash', async () => {
      const credentials = bench.credentialsOf(await bench.thing());

      const packed = await bench.board.packCredentials(credentials);

      expect(packed.map(({ place }) => place)).to.deep.equal(['mqtt_ca', 'mqtt_cert', 'mqtt_key']);
      expect(packed.map(({ bytes }) => pemIn(bytes))).to.deep.equal([
        credentials.caPem,
        credentials.certificatePem,
        credentials.keyPem,
      ]);
    }),
  );

  it(
    'writes them into the board over AT and reads them back',
    about('flash', async () => {
      const credentials = bench.credentialsOf(await bench.thing());

      const written = await bench.board.writeCredentials(credentials);

      expect(written.map(({ name }) => name)).to.deep.equal(['mqtt_ca', 'mqtt_cert', 'mqtt_key']);
    }),
  );

  it(
    'restarts the board',
    about('shell', async () => {
      await bench.board.restart();
    }),
  );

  it(
    'joins the Wi-Fi',
    about('wifi', async () => {
      await bench.joinWifi();

      const { ip } = await bench.board.address();
      expect(ip).not.to.equal('0.0.0.0');
    }),
  );

  it(
    'sets the clock',
    about('clock', async () => {
      await bench.setClock();

      const { local } = await bench.board.clock();
      expect(local?.getUTCFullYear()).to.be.within(new Date().getUTCFullYear() - 1, 2049);
    }),
  );

  it(
    'connects with mutual TLS',
    about('tls', async () => {
      const { certificateId } = await bench.thing();
      const from = bench.cloud.position();

      await bench.connect();

      const { isConnected } = await bench.board.mqtt.state();
      expect(isConnected).to.equal(true);
      await bench.cloud.expect(
        {
          kind: 'connect',
          clientId: bench.names.clientId,
          certificateId,
          outcome: { accepted: true },
        },
        { from, withinMs: SOON },
      );
    }),
  );

  it(
    'has shown its certificate over TLS 1.2',
    about(
      'tls',
      needing(bench, ['tls-events'], async () => {
        const { certificateId } = await bench.thing();

        await bench.cloud.expect(
          { kind: 'tls-accepted', version: 'TLSv1.2', peer: { certificateId } },
          { from: bench.calledFrom, withinMs: SOON },
        );
      }),
    ),
  );

  it('subscribes', async () => {
    const from = bench.cloud.position();

    await bench.board.mqtt.subscribe(bench.names.topic, 1);

    expect(await bench.board.mqtt.topics()).to.deep.equal([{ topic: bench.names.topic, qos: 1 }]);
    await bench.cloud.expect(
      { kind: 'subscribe', clientId: bench.names.clientId, answer: 'suback' },
      { from, withinMs: SOON },
    );
  });

  it('publishes what fits into a command line', async () => {
    const payload = '{"message":"Hello World!","sequence":1}';
    const from = bench.cloud.position();

    await bench.board.mqtt.publish(bench.names.otherTopic, payload, { qos: 1 });

    await bench.cloud.expect(
      {
        kind: 'publish',
        clientId: bench.names.clientId,
        topic: bench.names.otherTopic,
        payload,
        outcome: { accepted: true },
      },
      { from, withinMs: SOON },
    );
  });

  it('publishes raw bytes', async () => {
    const payload = Buffer.from('two\r\nOK\r\nlines, "quoted", and a \0', 'latin1');
    const from = bench.cloud.position();

    await bench.board.mqtt.publish(bench.names.otherTopic, payload, { qos: 1, raw: true });

    await bench.cloud.expect(
      {
        kind: 'publish',
        clientId: bench.names.clientId,
        topic: bench.names.otherTopic,
        payload,
        outcome: { accepted: true },
      },
      { from, withinMs: SOON },
    );
  });

  it('receives what the cloud publishes', async () => {
    const payload = '{"message":"from the cloud"}';
    const from = bench.board.position();
    const cloudFrom = bench.cloud.position();

    await bench.cloud.publish(bench.names.topic, payload, { qos: 1 });

    const message = await bench.board.mqtt.expectMessage(
      { topic: bench.names.topic, payload },
      { from },
    );
    expect(Buffer.from(message.payload).toString()).to.equal(payload);
    await bench.cloud.expect(
      { kind: 'puback', clientId: bench.names.clientId, topic: bench.names.topic },
      { from: cloudFrom, withinMs: SOON },
    );
  });

  it('receives a message that the board has to split', async () => {
    const payload = 'The quick brown fox jumps over the lazy dog. '.repeat(60);
    const from = bench.board.position();

    await bench.cloud.publish(bench.names.topic, payload, { qos: 1 });

    const message = await bench.board.mqtt.expectMessage(
      { topic: bench.names.topic, payload },
      { from },
    );
    expect(message.parts).to.be.greaterThan(1);
    expect(Buffer.from(message.payload).toString()).to.equal(payload);
  });

  it('takes leave', async () => {
    const from = bench.cloud.position();

    await bench.board.mqtt.clean();

    await bench.cloud.expect(
      { kind: 'disconnect', clientId: bench.names.clientId, reason: 'CLIENT_INITIATED_DISCONNECT' },
      { from, withinMs: SOON },
    );
  });
});
