import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { consoleJournal } from '../../../reports/console-journal.ts';
import { Network } from '../../../simulators/network/network.ts';
import { DEFAULT_WORLD } from '../../../simulators/network/world.ts';
import { Around } from './around.ts';

const OPEN = { ssid: 'open', password: '' };
const LOCKED = { ssid: 'locked', password: 'of-the-locked-one' };

describe('What is around a simulated board', () => {
  it('is taken away and brought until the scopes end', async () => {
    const network = new Network(DEFAULT_WORLD);
    const around = new Around(network, consoleJournal(new PassThrough()));

    {
      await using _open = await around.withAccessPoint(OPEN);
      await using _locked = await around.withAccessPoint(LOCKED);
      await using _dhcp = await around.withoutAddresses();
      await using _time = await around.withoutTimeServer();
      const { accessPoints, dhcp, ntp } = network.world;
      expect(accessPoints.slice(1).map(({ ssid, security }) => [ssid, security])).to.deep.equal([
        ['open', 'open'],
        ['locked', 'wpa2'],
      ]);
      expect([dhcp.answers, ntp]).to.deep.equal([false, undefined]);
    }
    {
      await using _off = await around.withoutAccessPoint();
      expect(network.world.accessPoints).to.deep.equal([]);
    }
    {
      await using _replaced = await around.withReplacedAccessPoint();
      const [was] = DEFAULT_WORLD.accessPoints;
      expect(network.world.accessPoints).to.deep.equal([
        { ...was, bssid: '02:00:00:00:00:03', channel: 1 },
      ]);
    }

    expect(network.world).to.deep.equal(DEFAULT_WORLD);
  });
});
