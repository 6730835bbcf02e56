import { Resolver } from 'node:dns/promises';
import { expect } from 'chai';
import { startDnsServer } from './dns-server.ts';
import { startNtpServer } from './ntp-server.ts';
import { startNetwork } from './start-network.ts';
import { DEFAULT_WORLD } from './world.ts';

const lookUp = async (dns: string | undefined, name: string): Promise<string | undefined> => {
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  resolver.setServers([dns ?? '']);
  return (await resolver.resolve4(name).catch(() => []))[0];
};

describe('A network with servers of its own', () => {
  it('knows the names of its world and the well-known time servers, where the world wins', async () => {
    const names = { 'broker.test': '10.0.2.2', 'Pool.NTP.org': '10.0.2.7' };
    await using around = await startNetwork({ ...DEFAULT_WORLD, names });
    const { dns } = around.network.world;

    expect(await lookUp(dns, 'broker.test')).to.equal('10.0.2.2');
    expect(await lookUp(dns, 'pool.ntp.org')).to.equal('10.0.2.7');
    for (const server of ['cn.ntp.org.cn', 'ntp.sjtu.edu.cn', 'us.pool.ntp.org']) {
      const address = (await lookUp(dns, server)) ?? 'unknown';
      expect(around.network.lead(address, 123, 'udp'), server).to.not.equal(undefined);
    }
    expect(await lookUp(dns, 'elsewhere.test')).to.equal(undefined);
  });

  it('follows its world when that changes', async () => {
    await using around = await startNetwork(DEFAULT_WORLD);
    const { network } = around;

    network.world = { ...network.world, names: { 'new.test': '10.0.2.9' } };

    expect(await lookUp(network.world.dns, 'new.test')).to.equal('10.0.2.9');
  });

  it('starts no server where its world has one', async () => {
    await using dns = await startDnsServer({ names: () => ({}) });
    await using ntp = await startNtpServer();
    const world = { ...DEFAULT_WORLD, dns: dns.endpoint, ntp: ntp.endpoint };

    await using around = await startNetwork(world);

    expect(around.network.world).to.deep.equal(world);
  });
});
