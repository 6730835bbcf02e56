import { Resolver } from 'node:dns/promises';
import { expect } from 'chai';
import { Network } from '../../../simulators/network/network.ts';
import { DEFAULT_BENCH, parseBenchFile } from '../file/bench-file.ts';
import { SIMULATED_CLOUD } from '../file/bench-schema.ts';
import { simulateBoard, worldOf } from './simulated-board.ts';

const CLOUD = '127.0.0.1:18883';

describe('The world of a simulated board', () => {
  it('leads the name under which the bench reaches the cloud to where the cloud listens', () => {
    const network = new Network(worldOf(DEFAULT_BENCH, CLOUD));

    const address = network.world.names[SIMULATED_CLOUD] ?? '';

    expect(network.lead(address, 8883, 'tcp')).to.deep.equal({ host: '127.0.0.1', port: 18883 });
    expect(network.lead(address, 1883, 'tcp')).to.equal(undefined);
  });

  it('has a DNS server that knows the cloud and the time server, and a time server', async () => {
    await using around = await simulateBoard(DEFAULT_BENCH, '2.2.0.0', CLOUD);
    const { dns = '', ntp = '' } = around.network.world;
    const resolver = new Resolver({ timeout: 1_000, tries: 2 });
    resolver.setServers([dns]);

    const [cloud] = await resolver.resolve4(SIMULATED_CLOUD);
    const [time = ''] = await resolver.resolve4('ntp.bench.test');

    expect(cloud).to.equal(around.network.world.names[SIMULATED_CLOUD]);
    expect(around.network.lead(time, 123, 'udp')).to.deep.equal({
      host: '127.0.0.1',
      port: Number(ntp.split(':')[1]),
    });
  });

  it('takes an address as it is, and the port of the cloud where none is named', () => {
    const file = parseBenchFile(
      'board: {name: b, at: "sim://b"}\nreach: {host: 192.168.7.1}\nwifi: {ssid: guests, open: true}',
      'a file',
    );

    const world = worldOf(file, CLOUD);

    expect(world.routes).to.deep.equal({ '192.168.7.1:18883': '127.0.0.1:18883' });
    expect(world.accessPoints.map(({ ssid, security }) => [ssid, security])).to.deep.equal([
      ['guests', 'open'],
    ]);
  });
});
