import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const NO_ADDRESS = '0.0.0.0';
const STATION = 1;
const ACCESS_POINT = 2;
/** Of those that nobody is given: the second bit of the first byte is set. */
const MAC = '0a:00:5e:12:34:56';
/** Names of 32 bytes are the longest. */
const NAME = 'a-board-of-esp-at-bench-no-00001';
/** Nobody answers there (RFC 5737). */
const SERVERS = { server1: '192.0.2.3', server2: '192.0.2.4' };

describe('A station that is told', () => {
  const bench = useBench({ area: 'wifi' });

  beforeEach('make it one', async () => {
    await bench.board.client.do(commands.wifiMode.set, { mode: STATION });
    await bench.board.leaveWifi();
  });

  afterEach('let DHCP give the name servers', () =>
    bench.board.client.do(commands.nameServers.set, { byHand: 0 }),
  );

  it('another address of its hardware has that one in all answers', async () => {
    const { client } = bench.board;
    const before = await client.do(commands.stationMac.query);

    await client.do(commands.stationMac.set, { mac: MAC });
    try {
      const { mac } = await client.do(commands.stationMac.query);
      const { STAMAC } = await bench.readings.interfaces();
      expect({ mac, STAMAC }).to.deep.equal({ mac: MAC, STAMAC: MAC });
    } finally {
      await client.do(commands.stationMac.set, before);
    }

    expect(await client.do(commands.stationMac.query)).to.deep.equal(before);
  });

  it('a name has that name', async () => {
    const { client } = bench.board;
    const before = await client.do(commands.hostname.query);

    await client.do(commands.hostname.set, { hostname: NAME });
    const named = await client.do(commands.hostname.query);
    await client.do(commands.hostname.set, before);

    expect(named).to.deep.equal({ hostname: NAME });
  });

  it('its name servers has those, until it is told to do without', async () => {
    const { client } = bench.board;

    await client.do(commands.nameServers.set, { byHand: 1, ...SERVERS });
    const byHand = await client.do(commands.nameServers.query);
    await client.do(commands.nameServers.set, { byHand: 0 });
    const without = await client.do(commands.nameServers.query);

    expect(byHand).to.include({ byHand: 1, ...SERVERS });
    // Which it has then is not documented alike: those of the last DHCP, or its own.
    expect(without).to.include({ byHand: 0 });
    for (const server of Object.values(SERVERS)) {
      expect(Object.values(without)).not.to.include(server);
    }
  });

  it('to be none any more leaves the Wi-Fi, and joins when it is one again', async () => {
    await bench.joinWifi();
    const from = bench.board.position();

    await bench.board.client.do(commands.wifiMode.set, { mode: ACCESS_POINT });
    const { ip } = await bench.board.address();
    const said = bench.board.wifi.said(from);
    await bench.joinWifi();

    expect(ip).to.equal(NO_ADDRESS);
    expect(said).to.deep.equal(['WIFI DISCONNECT']);
    expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
  });
});
