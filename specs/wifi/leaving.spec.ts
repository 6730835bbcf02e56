import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

const NO_ADDRESS = '0.0.0.0';
/** Longer than the firmware takes to join again by itself. */
const STAYS_AWAY_MS = 5_000;

describe('A board that leaves the Wi-Fi', () => {
  const bench = useBench({ area: 'wifi' });

  beforeEach('join', () => bench.joinWifi());

  it('says so, has no address any more, and stays away', async () => {
    const from = bench.board.position();

    await bench.readings.interfaces();
    await bench.board.leaveWifi();
    await bench.trials.listen(STAYS_AWAY_MS);

    expect(bench.board.wifi.said(from)).to.deep.equal(['WIFI DISCONNECT']);
    expect(await bench.board.wifi.joined()).to.equal(null);
    expect(await bench.board.address()).to.include({ ip: NO_ADDRESS });
    expect((await bench.readings.interfaces()).STAIP).to.equal(NO_ADDRESS);
  });

  it('joins again when it is told', async () => {
    await bench.board.leaveWifi();

    await bench.joinWifi();

    expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
    const { ip } = await bench.board.address();
    expect(ip).not.to.equal(NO_ADDRESS);
  });
});

describe('The state of the Wi-Fi', () => {
  const bench = useBench({ area: 'wifi', board: ['wifi state'] });

  it('is told as it is: joined, and not', async () => {
    const { ssid } = bench.accessPoint;
    await bench.joinWifi();
    const joined = await bench.board.wifi.state();

    await bench.board.leaveWifi();
    const left = await bench.board.wifi.state();

    expect(joined).to.deep.equal({ state: 'joined', ssid });
    expect(left).to.deep.equal({ state: 'not joined', ssid });
  });
});
