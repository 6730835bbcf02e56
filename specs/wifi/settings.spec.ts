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
const SERVERS = { server1: '10.0.2.3', server2: '10.0.2.4' };

describe('A station that is told', () => {
  const bench = useBench({ area: 'wifi' });

  beforeEach('make it one', async () => {
    await bench.board.client.do(commands.wifiMode.set, { mode: STATION });
    await bench.board.leaveWifi();
  });

  it('another address of its hardware has that one in all answers', async () => {
    const { client } = bench.board;
    const before = await client.do(commands.stationMac.query);

    await client.do(commands.stationMac.set, { mac: MAC });
    const { mac } = await client.do(commands.stationMac.query);
    const { STAMAC } = await bench.readings.interfaces();
    await client.do(commands.stationMac.set, before);

    expect({ mac, STAMAC }).to.deep.equal({ mac: MAC, STAMAC: MAC });
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
    const before = await client.do(commands.nameServers.query);

    await client.do(commands.nameServers.set, { byHand: 1, ...SERVERS });
    const byHand = await client.do(commands.nameServers.query);
    await client.do(commands.nameServers.set, { byHand: 0 });

    expect(byHand).to.include({ byHand: 1, ...SERVERS });
    expect(await client.do(commands.nameServers.query)).to.deep.equal(before);
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
