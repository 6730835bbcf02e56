import { expect } from 'chai';
import { connectMqtt } from './connect-mqtt.ts';
import { useLinkBench } from './link-bench.ts';

describe('MQTT client: connecting', () => {
  const bench = useLinkBench();

  it('leaves out empty names, and takes 120 s for no keep-alive', async () => {
    await bench.connected();

    const packet = await (await bench.broker.connection(0)).next('connect');
    expect(packet).to.deep.include({
      protocolVersion: 4,
      clientId: 'board',
      clean: true,
      keepalive: 120,
    });
    expect(packet).to.not.have.any.keys('username', 'password', 'will');
  });

  it('sends names, password and will', async () => {
    await bench.connected({
      username: 'me',
      password: 'secret',
      keepAliveSeconds: 30,
      isSessionClean: false,
      will: { topic: 'w', message: 'gone', qos: 1, retain: true },
    });

    const packet = await (await bench.broker.connection(0)).next('connect');
    expect(packet).to.deep.include({ username: 'me', keepalive: 30, clean: false });
    expect(String(packet.password)).to.equal('secret');
    expect(packet.will).to.deep.include({ topic: 'w', qos: 1, retain: true });
    expect(String(packet.will?.payload)).to.equal('gone');
  });

  it('fails at once when the server refuses', async () => {
    bench.broker.answers = {
      connect: () => ({ cmd: 'connack', returnCode: 5, sessionPresent: false }),
    };

    const outcome = await connectMqtt(bench.options());

    expect(outcome).to.have.property('failure').that.includes({ stage: 'mqtt', connack: 5 });
    await (await bench.broker.connection(0)).closed();
    expect(bench.timers.pending).to.equal(0);
  });

  it('fails when the server closes in the place of a CONNACK', async () => {
    bench.broker.answers = { connect: null };
    const attempt = connectMqtt(bench.options());
    const connection = await bench.broker.connection(0);
    await connection.next('connect');
    connection.socket.end();

    expect(await attempt)
      .to.have.property('failure')
      .that.includes({ stage: 'mqtt' });
  });

  it('waits 10 s for a CONNACK', async () => {
    bench.broker.answers = { connect: null };
    const attempt = connectMqtt(bench.options());
    const connection = await bench.broker.connection(0);
    await connection.next('connect');

    await bench.timers.advance(9_999);
    expect(connection.socket.destroyed).to.equal(false);
    await bench.timers.advance(1);

    expect(await attempt)
      .to.have.property('failure')
      .that.includes({ stage: 'mqtt' });
    await connection.closed();
  });

  for (const [what, changes, afterMs, stage] of [
    ['a port that refuses', { port: 0 }, 0, 'tcp-refused'],
    ['a board without network', { network: () => undefined }, 0, 'network'],
    ['a host that does not answer', { host: '10.0.2.77' }, 10_000, 'tcp-timeout'],
    ['a name where no DNS server answers', { host: 'no.such.test' }, 14_000, 'dns'],
    ['a scheme that is not simulated', { scheme: 7 }, 0, 'unsupported'],
  ] as const) {
    it(`fails after ${afterMs / 1000} s with ${what}`, async () => {
      let isOver = false;
      const attempt = connectMqtt(bench.options(changes)).finally(() => {
        isOver = true;
      });

      if (afterMs > 0) {
        await bench.timers.advance(afterMs - 1);
        expect(isOver).to.equal(false);
        await bench.timers.advance(1);
      }

      expect(await attempt)
        .to.have.property('failure')
        .that.includes({ stage });
      expect(bench.timers.pending).to.equal(0);
    });
  }
});
