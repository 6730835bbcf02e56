import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const STATION = 1;
/** As `AT+CWLAP` counts locks. */
const OPEN = 0;
const WPA2 = 3;
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

describe('What a board hears', () => {
  const bench = useBench({ area: 'wifi' });

  beforeEach('be a station that does nothing else', async () => {
    await bench.board.client.do(commands.wifiMode.set, { mode: STATION });
    await bench.board.leaveWifi();
  });

  it('is the access point of the bench, among others', async () => {
    const heard = await bench.board.client.do(commands.scan.execute);

    expect(heard.map(({ ssid }) => ssid)).to.include(bench.accessPoint.ssid);
    for (const { rssi, channel, bssid } of heard) {
      expect(rssi).to.be.within(-100, -1);
      expect(channel).to.be.within(1, 14);
      expect(bssid).to.match(MAC);
    }
  });

  it('is told again when it is asked again, joined or not', async () => {
    await bench.joinWifi();
    const joined = await bench.board.client.do(commands.scan.execute);
    await bench.board.leaveWifi();

    const left = await bench.board.client.do(commands.scan.execute);

    for (const heard of [joined, left])
      expect(heard.map(({ ssid }) => ssid)).to.include(bench.accessPoint.ssid);
  });

  it('is that access point alone when it is looked for by its name', async () => {
    const { ssid } = bench.accessPoint;

    const heard = await bench.board.client.do(commands.scan.set, { ssid });

    expect(new Set(heard.map((each) => each.ssid))).to.deep.equal(new Set([ssid]));
  });
});

describe('What a board hears of two', () => {
  const bench = useBench({ area: 'wifi', bench: ['changing surroundings'] });

  beforeEach('be a station that does nothing else', async () => {
    await bench.board.client.do(commands.wifiMode.set, { mode: STATION });
    await bench.board.leaveWifi();
  });

  it('is both, each with its own lock, the stronger first', async () => {
    const open = { ssid: 'open to all', password: '' };
    await using _other = await bench.around.withAccessPoint(open);

    const heard = await bench.board.client.do(commands.scan.execute);

    const locks = Object.fromEntries(heard.map(({ ssid, security }) => [ssid, security]));
    expect(locks).to.include({ [open.ssid]: OPEN, [bench.accessPoint.ssid]: WPA2 });
    const strengths = heard.map(({ rssi = 0 }) => rssi);
    expect(strengths).to.deep.equal(strengths.toSorted((a, b) => b - a));
  });

  it('is the one that is looked for, by its name or its address', async () => {
    const open = { ssid: 'open to all', password: '' };
    await using _other = await bench.around.withAccessPoint(open);

    const [named, ...others] = await bench.board.client.do(commands.scan.set, { ssid: open.ssid });
    const addressed = await bench.board.client.do(commands.scan.set, { bssid: named?.bssid ?? '' });

    expect(named?.ssid).to.equal(open.ssid);
    expect(others).to.deep.equal([]);
    expect(addressed.map(({ ssid }) => ssid)).to.deep.equal([open.ssid]);
  });
});
