import { expect } from 'chai';
import { Network } from './network.ts';
import { DEFAULT_WORLD } from './world.ts';

const network = new Network({
  ...DEFAULT_WORLD,
  names: { 'Broker.Test': '10.0.2.2', 'pool.ntp.org': '10.0.2.7' },
  routes: {
    '10.0.2.2:8883': '127.0.0.1:18883',
    '10.0.2.9': '192.0.2.9',
    '10.0.2.7:123': '127.0.0.1:9',
  },
  ntp: '127.0.0.1:1123',
});

describe('Network', () => {
  it('resolves names without regard to case, and addresses to themselves', () => {
    expect(network.resolve('bROKER.test')).to.equal('10.0.2.2');
    expect(network.resolve('198.51.100.4')).to.equal('198.51.100.4');
    expect(network.resolve('elsewhere.test')).to.equal(undefined);
  });

  it('knows the well-known time servers only where there is NTP', () => {
    expect(network.resolve('us.pool.ntp.org')).to.be.a('string');
    expect(network.resolve('pool.ntp.org')).to.equal('10.0.2.7');
    expect(new Network(DEFAULT_WORLD).resolve('pool.ntp.org')).to.equal(undefined);
  });

  it('leads by its routes', () => {
    expect(network.lead('10.0.2.2', 8883, 'tcp')).to.deep.equal({ host: '127.0.0.1', port: 18883 });
    expect(network.lead('10.0.2.9', 80, 'tcp')).to.deep.equal({ host: '192.0.2.9', port: 80 });
  });

  it('leads from a loopback address to itself, and from any other nowhere', () => {
    expect(network.lead('127.0.0.1', 1883, 'tcp')).to.deep.equal({ host: '127.0.0.1', port: 1883 });
    expect(network.lead('10.0.2.2', 1883, 'tcp')).to.equal(undefined);
    expect(network.lead('8.8.8.8', 53, 'udp')).to.equal(undefined);
  });

  it('leads NTP of every server to the one there is, unless a route says otherwise', () => {
    expect(network.lead('203.0.113.77', 123, 'udp')).to.deep.equal({
      host: '127.0.0.1',
      port: 1123,
    });
    expect(network.lead('10.0.2.7', 123, 'udp')).to.deep.equal({ host: '127.0.0.1', port: 9 });
    expect(network.lead('203.0.113.77', 123, 'tcp')).to.equal(undefined);
  });
});
