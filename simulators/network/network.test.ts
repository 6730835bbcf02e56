import { expect } from 'chai';
import { Network } from './network.ts';
import { DEFAULT_WORLD } from './world.ts';

const network = new Network({
  ...DEFAULT_WORLD,
  routes: {
    '10.0.2.2:8883': '127.0.0.1:18883',
    '10.0.2.9': '192.0.2.9',
    '10.0.2.7:123': '127.0.0.1:9',
    '10.0.2.7:53': '127.0.0.1:10',
  },
  dns: '127.0.0.1:1053',
  ntp: '127.0.0.1:1123',
});

describe('Network', () => {
  it('leads by its routes', () => {
    expect(network.lead('10.0.2.2', 8883, 'tcp')).to.deep.equal({ host: '127.0.0.1', port: 18883 });
    expect(network.lead('10.0.2.9', 80, 'tcp')).to.deep.equal({ host: '192.0.2.9', port: 80 });
  });

  it('leads from a loopback address to itself, and from any other nowhere', () => {
    expect(network.lead('127.0.0.1', 1883, 'tcp')).to.deep.equal({ host: '127.0.0.1', port: 1883 });
    expect(network.lead('10.0.2.2', 1883, 'tcp')).to.equal(undefined);
  });

  for (const [service, port, there, routed] of [
    ['DNS', 53, 1053, 10],
    ['NTP', 123, 1123, 9],
  ] as const) {
    it(`leads ${service} of every server to the one there is, unless a route says otherwise`, () => {
      const lead = (address: string) => network.lead(address, port, 'udp')?.port;

      expect([lead('203.0.113.77'), lead('127.0.0.1'), lead('10.0.2.7')]).to.deep.equal([
        there,
        there,
        routed,
      ]);
      expect(network.lead('203.0.113.77', port, 'tcp')).to.equal(undefined);
    });

    it(`leads ${service} nowhere where there is no server`, () => {
      const nobody = new Network(DEFAULT_WORLD);

      expect(nobody.lead('203.0.113.77', port, 'udp')).to.equal(undefined);
    });
  }
});
