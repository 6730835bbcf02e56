import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const NO_ADDRESS = '0.0.0.0';
/** As `AT+CWDHCP` counts interfaces. */
const STATION = 1;
const NEARLY: Readonly<Record<string, (password: string) => string>> = {
  'its end': (password) => `${password}x`,
  'the case of its letters': (password) =>
    password === password.toUpperCase() ? password.toLowerCase() : password.toUpperCase(),
};
/** What cuts, escapes and pads wrongly would show on: 32 bytes, and 63. */
const AWKWARD = {
  ssid: 'café, "2 floor\\" & all of it!!!',
  password: 'a,b "c" \\d =e; '.padEnd(62, '~').concat(' '),
};
/** A name that nobody has, and two that are nearly it. */
const NAMES = { asked: 'the other', longer: 'the other one', louder: 'THE OTHER' };

describe('The Wi-Fi', () => {
  const bench = useBench({ area: 'wifi' });

  beforeEach('leave it', () => bench.board.leaveWifi());

  it('is told in all answers alike', async () => {
    const { client } = bench.board;
    await bench.joinWifi();
    const heard = await client.do(commands.scan.execute);

    const joined = await client.do(commands.joinAccessPoint.query);
    const { ip, gateway, netmask } = await bench.board.address();
    const { STAIP, STAMAC } = await bench.readings.interfaces();
    const { mac } = await client.do(commands.stationMac.query);

    const same = heard.find(({ bssid }) => bssid === joined?.bssid);
    expect(same).to.include({ ssid: joined?.ssid, channel: joined?.channel });
    expect(joined?.rssi).to.be.within(-100, -1);
    expect({ STAIP, STAMAC }).to.deep.equal({ STAIP: ip, STAMAC: mac });
    expect(gateway).not.to.equal(ip);
    expect(netmask).to.match(/^255\./);
  });

  it('is joined, step by step, which ends with an address', async () => {
    const from = bench.board.position();

    await bench.joinWifi();

    expect(bench.board.wifi.said(from)).to.deep.equal(['WIFI CONNECTED', 'WIFI GOT IP']);
    expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
    const { ip, gateway, netmask } = await bench.board.address();
    expect([ip, gateway, netmask]).not.to.include(NO_ADDRESS);
  });

  it('is not joined with a wrong password, which leaves the board without', async () => {
    const from = bench.board.position();

    const refused = await failure(
      bench.board.joinWifi({ ...bench.accessPoint, password: 'not-the-password' }),
    );

    expect(refused).to.include({ code: 'WIFI_JOIN_FAILED' });
    expect(refused).to.have.property('joinCode').that.is.oneOf([1, 2, 4]);
    expect(bench.board.wifi.said(from)).not.to.include('WIFI GOT IP');
    expect(await bench.board.wifi.joined()).to.equal(null);
    expect(await bench.board.address()).to.include({ ip: NO_ADDRESS });
  });

  for (const [what, change] of Object.entries(NEARLY)) {
    it(`is not joined with a password that is right but for ${what}`, async () => {
      const password = change(bench.accessPoint.password);

      const refused = await failure(bench.board.joinWifi({ ...bench.accessPoint, password }));

      expect(refused).to.include({ code: 'WIFI_JOIN_FAILED' });
      expect(await bench.board.wifi.joined()).to.equal(null);
    });
  }

  it('is not joined where there is no such access point, which is told', async () => {
    const refused = await failure(
      bench.board.joinWifi({ ...bench.accessPoint, ssid: 'nobody has this name' }),
    );

    expect(refused).to.include({ code: 'WIFI_JOIN_FAILED', joinCode: 3 });
    expect(await bench.board.wifi.joined()).to.equal(null);
  });

  it('is joined behind a join that failed', async () => {
    await failure(bench.board.joinWifi({ ...bench.accessPoint, ssid: 'nobody has this name' }));

    await bench.joinWifi();

    expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
  });

  it('is left and joined where it was joined already', async () => {
    await bench.joinWifi();
    const from = bench.board.position();

    await bench.joinWifi();

    expect(bench.board.wifi.said(from)).to.deep.equal([
      'WIFI DISCONNECT',
      'WIFI CONNECTED',
      'WIFI GOT IP',
    ]);
  });
});

describe('Joining what the bench brings', () => {
  const bench = useBench({ area: 'wifi', bench: ['changing surroundings'] });

  beforeEach('leave it', () => bench.board.leaveWifi());

  afterEach('let DHCP give the address', () =>
    bench.board.client.do(commands.dhcp.set, { on: 1, interfaces: STATION }),
  );

  it('fails where nobody gives an address', async () => {
    await using _silence = await bench.around.withoutAddresses();
    const from = bench.board.position();

    const refused = await failure(bench.joinWifi());

    expect(refused).to.include({ code: 'WIFI_JOIN_FAILED', joinCode: 1 });
    expect(bench.board.wifi.said(from)).not.to.include('WIFI GOT IP');
    expect(await bench.board.address()).to.include({ ip: NO_ADDRESS });
  });

  it('takes the one of two of the same name that was told by its address', async () => {
    await using _other = await bench.around.withAccessPoint(bench.accessPoint);
    const { ssid, password } = bench.accessPoint;
    const heard = await bench.board.client.do(commands.scan.execute);

    expect(heard).to.have.lengthOf(2);
    for (const { bssid = '' } of heard) {
      await bench.board.client.do(commands.joinAccessPoint.set, { ssid, password, bssid });
      const joined = await bench.board.client.do(commands.joinAccessPoint.query);
      expect(joined?.bssid).to.equal(bssid);
    }
  });

  it('takes the one of two that was named', async () => {
    const other = { ssid: 'the other one', password: 'of-the-other-one' };
    await using _other = await bench.around.withAccessPoint(other);

    await bench.board.joinWifi(other);

    expect(await bench.board.wifi.joined()).to.equal(other.ssid);
  });

  it('takes none whose name is only like the one that was named', async () => {
    const password = 'of-all-of-them';
    await using _longer = await bench.around.withAccessPoint({ ssid: NAMES.longer, password });
    await using _louder = await bench.around.withAccessPoint({ ssid: NAMES.louder, password });

    const refused = await failure(bench.board.joinWifi({ ssid: NAMES.asked, password }));

    expect(refused).to.include({ code: 'WIFI_JOIN_FAILED', joinCode: 3 });
    expect(await bench.board.wifi.joined()).to.equal(null);
  });

  it('goes from one to the other', async () => {
    const other = { ssid: 'the other one', password: 'of-the-other-one' };
    await using _other = await bench.around.withAccessPoint(other);
    await bench.joinWifi();
    const from = bench.board.position();

    await bench.board.joinWifi(other);

    expect(await bench.board.wifi.joined()).to.equal(other.ssid);
    expect(bench.board.wifi.said(from)).to.deep.equal([
      'WIFI DISCONNECT',
      'WIFI CONNECTED',
      'WIFI GOT IP',
    ]);
  });

  it('works with the longest and strangest name and password', async () => {
    await using _other = await bench.around.withAccessPoint(AWKWARD);

    await bench.board.joinWifi(AWKWARD);

    expect(await bench.board.wifi.joined()).to.equal(AWKWARD.ssid);
  });

  it('works without a password where the access point is open', async () => {
    const open = { ssid: 'open to all', password: '' };
    await using _other = await bench.around.withAccessPoint(open);

    await bench.board.joinWifi(open);

    expect(await bench.board.wifi.joined()).to.equal(open.ssid);
  });

  it('does without DHCP where the board was told an address', async () => {
    const byHand = { ip: '10.0.2.77', gateway: '10.0.2.2', netmask: '255.255.254.0' };
    await using _silence = await bench.around.withoutAddresses();
    await bench.board.client.do(commands.stationAddress.set, byHand);

    const address = await bench.board.joinWifi(bench.accessPoint);

    expect(address).to.deep.equal(byHand);
  });

  it('does with DHCP again when the board is told so', async () => {
    const { ip } = await bench.board.joinWifi(bench.accessPoint);
    await bench.board.client.do(commands.stationAddress.set, { ip: '10.0.2.78' });

    await bench.board.client.do(commands.dhcp.set, { on: 1, interfaces: STATION });

    expect(await bench.board.joinWifi(bench.accessPoint)).to.include({ ip });
  });
});
