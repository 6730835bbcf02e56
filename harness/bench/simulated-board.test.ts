import { expect } from 'chai';
import { Network } from '../../simulators/network/network.ts';
import { DEFAULT_BENCH, parseBenchFile } from './bench-file.ts';
import { worldOf } from './simulated-board.ts';

const PLACES = { cloud: '127.0.0.1:18883', ntp: '127.0.0.1:1123' };

describe('The world of a simulated board', () => {
  it('leads the name under which the bench reaches the cloud to where the cloud listens', () => {
    const network = new Network(worldOf(DEFAULT_BENCH, PLACES));

    const address = network.resolve('iot.bench.test') ?? '';

    expect(network.lead(address, 8883, 'tcp')).to.deep.equal({ host: '127.0.0.1', port: 18883 });
    expect(network.lead(address, 1883, 'tcp')).to.equal(undefined);
  });

  it('leads the time server of the bench to its own', () => {
    const network = new Network(worldOf(DEFAULT_BENCH, PLACES));

    const address = network.resolve('ntp.bench.test') ?? '';

    expect(network.lead(address, 123, 'udp')).to.deep.equal({ host: '127.0.0.1', port: 1123 });
  });

  it('takes an address as it is, and the port of the cloud where none is named', () => {
    const file = parseBenchFile(
      'board: {name: b, at: "sim://b"}\nreach: {host: 192.168.7.1}\nwifi: {ssid: guests, open: true}',
      'a file',
    );

    const world = worldOf(file, PLACES);

    expect(world.routes).to.deep.equal({ '192.168.7.1:18883': '127.0.0.1:18883' });
    expect(world.accessPoints.map(({ ssid, security }) => [ssid, security])).to.deep.equal([
      ['guests', 'open'],
    ]);
  });
});
