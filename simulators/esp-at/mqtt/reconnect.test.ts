import { once } from 'node:events';
import { expect } from 'chai';
import type { Packet } from 'mqtt-packet';
import { Network } from '../../network/network.ts';
import { DEFAULT_WORLD } from '../../network/world.ts';
import { useLinkBench } from './link-bench.ts';
import type { MqttLink } from './mqtt-link.ts';

describe('MQTT client: reconnecting', () => {
  const bench = useLinkBench();

  const lose = async (link: MqttLink, n: number): Promise<void> => {
    const lost = once(link, 'lost');
    (await bench.broker.connection(n)).socket.destroy();
    await lost;
  };

  for (const [random, afterMs] of [
    [0.24, 10_000],
    [0.25, 15_000],
  ] as const) {
    it(`happens ${afterMs / 1000} s after the loss and subscribes again`, async () => {
      const link = await bench.connected({ reconnects: true, random: () => random });
      await link.subscribe('a', 1);
      await link.subscribe('b', 0);
      await lose(link, 0);
      const restored = once(link, 'restored');

      await bench.timers.advance(afterMs - 1);
      expect(bench.broker.connections).to.have.length(1);
      await bench.timers.advance(1);
      await restored;

      const connection = await bench.broker.connection(1);
      const again: Packet[] = [
        await connection.next('subscribe'),
        await connection.next('subscribe'),
      ];
      expect(again).to.have.nested.property('[0].subscriptions[0].topic', 'a');
      expect(again).to.have.nested.property('[1].subscriptions[0].topic', 'b');
      expect(link.isConnected).to.equal(true);
    });
  }

  it('goes on after failed attempts, and ends with the link', async () => {
    let network: Network | undefined = new Network(DEFAULT_WORLD);
    const link = await bench.connected({ reconnects: true, network: () => network });
    network = undefined;
    await lose(link, 0);

    for (let n = 0; n < 2; n += 1) {
      const failed = once(link, 'retryFailed');
      await bench.timers.advance(10_000);
      await failed;
    }
    const clean = link.disconnect();
    await bench.timers.advance(5_000);

    await clean;
    expect(bench.timers.pending).to.equal(0);
  });

  it('does not come about where the network goes again meanwhile', async () => {
    const world = new Network(DEFAULT_WORLD);
    let network: Network | undefined = world;
    const link = await bench.connected({ reconnects: true, network: () => network });
    await lose(link, 0);
    bench.broker.answers = {
      connect: () => {
        network = undefined;
        return { cmd: 'connack', returnCode: 0, sessionPresent: false };
      },
    };

    await bench.timers.advance(10_000);
    await (await bench.broker.connection(1)).closed();
    expect(link.isConnected).to.equal(false);
    bench.broker.answers = {};
    network = world;
    const restored = once(link, 'restored');
    await bench.timers.advance(10_000);

    await restored;
  });

  it('takes leave properly of a connection that was restored', async () => {
    const link = await bench.connected({ reconnects: true });
    await lose(link, 0);
    const restored = once(link, 'restored');
    await bench.timers.advance(10_000);
    await restored;

    await link.disconnect();

    await (await bench.broker.connection(1)).next('disconnect');
  });

  it('does not happen when it was not asked for', async () => {
    const link = await bench.connected();
    await lose(link, 0);

    expect(bench.timers.pending).to.equal(0);
    expect(await link.publish('t', Buffer.from('x'), 1, false)).to.equal('lost');
  });
});
