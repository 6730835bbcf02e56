import { expect } from 'chai';
import type { AtClient } from '../../harness/at/at-client.ts';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const STATION = { mode: 1 };
const ACCESS_POINT = { mode: 2 };
const BOTH = { mode: 3 };
/** The firmware begins to join a second after its start. */
const JOINS_WITHIN_MS = 10_000;
const BY_HAND = { ip: '10.0.2.77', gateway: '10.0.2.2', netmask: '255.255.255.0' };
const NAME_SERVERS = { byHand: 1, server1: '10.0.2.3', server2: '9.9.9.9' };
const OWN = { ssid: 'lab', password: 'a long one', encryption: 3, stations: 2, hidden: 1 };
const MAC = '1a:fe:35:98:d3:7b';
const REJOIN = { intervalSeconds: 7, times: 9 };

/** The channel of its own access point is that of the station while both are on. */
const told = async (client: AtClient) => {
  const { channel: _shared, ...own } = await client.do(commands.ownAccessPoint.query);
  return {
    mac: await client.do(commands.stationMac.query),
    own,
    servers: await client.do(commands.nameServers.query),
    messages: await client.do(commands.systemMessages.query),
    dhcp: await client.do(commands.dhcp.query),
  };
};

describe('Settings of a board', () => {
  const bench = useBench({ area: 'nvs' });

  afterEach('be a station as before', async () => {
    const { client } = bench.board;
    await client.do(commands.storeSettings.set, { on: 1 });
    await client.do(commands.wifiMode.set, STATION);
    await client.do(commands.autoConnect.set, { on: 1 });
    await client.do(commands.dhcp.set, { on: 1, interfaces: BOTH.mode });
  });

  it('outlast a restart', async () => {
    await bench.board.client.do(commands.wifiMode.set, BOTH);

    await bench.board.restart();

    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(BOTH);
  });

  it('outlast none where they were not to be stored', async () => {
    await bench.board.client.do(commands.wifiMode.set, STATION);
    await bench.board.client.do(commands.storeSettings.set, { on: 0 });
    await bench.board.client.do(commands.wifiMode.set, BOTH);
    const changed = await bench.board.client.do(commands.wifiMode.query);

    await bench.board.restart();

    expect(changed).to.deep.equal(BOTH);
    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(STATION);
  });

  it('are stored again behind a restart, whether or not they were to be before it', async () => {
    const { client } = bench.board;
    await client.do(commands.storeSettings.set, { on: 0 });
    const was = await client.do(commands.storeSettings.query);
    await bench.board.restart();
    await client.do(commands.wifiMode.set, BOTH);

    await bench.board.restart();

    expect(was).to.deep.equal({ on: 0 });
    expect(await client.do(commands.storeSettings.query)).to.deep.equal({ on: 1 });
    expect(await client.do(commands.wifiMode.query)).to.deep.equal(BOTH);
  });

  it('of the station outlast a restart, each', async () => {
    const { client, wifi } = bench.board;
    await bench.joinWifi();
    await client.do(commands.stationAddress.set, BY_HAND);
    const from = bench.board.position();

    await bench.board.restart();

    await wifi.expect('WIFI GOT IP', { from, withinMs: bench.trials.patience(JOINS_WITHIN_MS) });
    expect(await wifi.joined()).to.equal(bench.accessPoint.ssid);
    expect(await bench.board.address()).to.deep.equal(BY_HAND);
    await client.do(commands.autoConnect.set, { on: 0 });
    await bench.board.restart();
    expect(await client.do(commands.autoConnect.query)).to.deep.equal({ on: 0 });
  });

  it('are changed one at a time', async () => {
    await bench.board.client.do(commands.wifiMode.set, BOTH);
    await bench.board.client.do(commands.autoConnect.set, { on: 0 });

    await bench.board.client.do(commands.autoConnect.set, { on: 1 });
    await bench.board.restart();

    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(BOTH);
    expect(await bench.board.client.do(commands.autoConnect.query)).to.deep.equal({ on: 1 });
  });
});

describe('Settings that the board is told to forget', () => {
  const bench = useBench({ area: 'nvs', bench: ['factory rate'] });

  afterEach('be a station again', () => bench.board.client.do(commands.wifiMode.set, STATION));

  it('are as they were at first', async () => {
    const { client } = bench.board;
    await bench.board.writeCredentials(bench.credentialsOf(await bench.thing()));
    const first = await client.do(commands.stationMac.query);
    await bench.joinWifi();
    await client.do(commands.autoConnect.set, { on: 0 });
    await client.do(commands.stationMac.set, { mac: MAC });
    const credentials = await bench.trials.credentialsHeld();

    await bench.board.restore();

    expect(await bench.trials.credentialsHeld()).to.deep.equal(credentials);
    expect(await client.do(commands.stationMac.query)).to.deep.equal(first);
    expect(await client.do(commands.autoConnect.query)).to.deep.equal({ on: 1 });
    expect(await client.do(commands.wifiMode.query)).to.deep.equal(ACCESS_POINT);
    expect(await bench.board.wifi.joined()).to.equal(null);
  });
});

describe('Names, addresses and messages that are set', () => {
  const bench = useBench({ area: 'nvs', bench: ['factory rate'] });

  // However far it came: the board has them no more.
  afterEach('forget them, and be a station', async () => {
    await bench.board.restore();
    await bench.board.client.do(commands.wifiMode.set, STATION);
  });

  it('outlast a restart, each', async () => {
    const { client } = bench.board;
    await client.do(commands.wifiMode.set, BOTH);
    const before = await told(client);
    await client.do(commands.stationMac.set, { mac: MAC });
    await client.do(commands.ownAccessPoint.set, { channel: 6, ...OWN });
    await client.do(commands.nameServers.set, NAME_SERVERS);
    await client.do(commands.systemMessages.set, { mask: 2 });
    await client.do(commands.dhcp.set, { on: 0, interfaces: 2 });
    const asSet = await told(client);

    await bench.board.restart();

    const kept = await told(client);
    expect(asSet).to.deep.include({ mac: { mac: MAC }, own: OWN, messages: { mask: 2 } });
    expect(asSet.servers).to.include(NAME_SERVERS);
    expect(asSet.dhcp).not.to.deep.equal(before.dhcp);
    expect(kept).to.deep.equal(asSet);
  });
});

describe('Settings of a board without supply', () => {
  const bench = useBench({ area: 'nvs', bench: ['power'] });

  afterEach('be a station again', () => bench.board.client.do(commands.wifiMode.set, STATION));

  it('are still there when it is switched on', async () => {
    await bench.board.client.do(commands.wifiMode.set, STATION);
    await bench.board.client.do(commands.wifiMode.set, BOTH);

    await bench.board.powerCycle();

    expect(await bench.board.client.do(commands.wifiMode.query)).to.deep.equal(BOTH);
  });
});

describe('How often a lost access point is tried again', () => {
  const bench = useBench({ area: 'nvs', board: ['reconnect configuration'] });

  afterEach('every second', () =>
    bench.board.client.do(commands.rejoin.set, { intervalSeconds: 1, times: 0 }),
  );

  it('is kept over a restart', async () => {
    await bench.board.client.do(commands.rejoin.set, REJOIN);

    await bench.board.restart();

    expect(await bench.board.client.do(commands.rejoin.query)).to.deep.equal(REJOIN);
  });
});
