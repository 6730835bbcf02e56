import { expect } from 'chai';
import { Network } from '../../network/network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { parseWorld } from '../../network/world.ts';
import { releaseProfile } from '../releases/releases.ts';
import { FACTORY_SETTINGS, type Settings } from '../settings.ts';
import { JoinFailed, Station } from './station.ts';

const AIR = { ssid: 'air', password: '' };
const NOBODY = { ssid: 'nobody', password: '' };

/** A station in the air, and what it said at which millisecond. */
const onAir = (settings: Partial<Settings> = {}) => {
  const timers = new StepTimers();
  const network = new Network(parseWorld('accessPoints: [{ssid: air, security: open}]'));
  const end = new AbortController();
  const said: [number, string][] = [];
  const profile = releaseProfile('2.2.0.0');
  const rejoin = { intervalSeconds: 1, times: 0 };
  const plan = () => ({ ...FACTORY_SETTINGS, rejoin, ...settings });
  const station = new Station({ network, profile, timers, plan, signal: end.signal });
  station.on('line', (text) => said.push([timers.now(), text.trimEnd()]));
  return { timers, network, end, said, station };
};

/** How a join ends, noted whenever that is. */
const outcomeOf = (join: Promise<void>): { value: unknown } => {
  const outcome: { value: unknown } = { value: undefined };
  join.then(
    () => {
      outcome.value = 'joined';
    },
    (error: unknown) => {
      outcome.value = error instanceof JoinFailed ? error.failure : error;
    },
  );
  return outcome;
};

describe('A station', () => {
  it('has its address one second after it is connected', async () => {
    const { timers, said, station } = onAir();

    const outcome = outcomeOf(station.join(AIR, 15));
    await timers.advance(1299);
    expect([station.state, outcome.value]).to.deep.equal([1, undefined]);
    await timers.advance(1);

    expect(said).to.deep.equal([
      [300, 'WIFI CONNECTED'],
      [1300, 'WIFI GOT IP'],
    ]);
    expect([station.state, outcome.value, timers.pending]).to.deep.equal([2, 'joined', 0]);
  });

  it('fails 0.8 s after the time-out, or 2 s when it was joined before', async () => {
    const { timers, said, station } = onAir();

    const first = outcomeOf(station.join(NOBODY, 15));
    await timers.advance(15_799);
    expect(first.value).to.equal(undefined);
    await timers.advance(1);
    expect(first.value).to.equal('no-access-point');

    void station.join(AIR, 15);
    await timers.advance(2000);
    const second = outcomeOf(station.join(NOBODY, 5));
    await timers.advance(6999);
    expect(second.value).to.equal(undefined);
    await timers.advance(1);
    expect([second.value, station.state, station.ssid]).to.deep.equal([
      'no-access-point',
      4,
      'nobody',
    ]);
    expect(said.at(-1)).to.deep.equal([17_800, 'WIFI DISCONNECT']);
  });

  it('tries every second by itself, and comes back when its access point does', async () => {
    const { timers, network, said, station } = onAir();
    void station.join(AIR, 15);
    await timers.advance(2000);
    const { world } = network;

    network.world = { ...world, accessPoints: [] };
    await timers.advance(5500);
    expect([station.state, station.isOnline, timers.pending]).to.deep.equal([3, false, 1]);
    network.world = world;
    await timers.advance(2000);

    expect(said.slice(2)).to.deep.equal([
      [2000, 'WIFI DISCONNECT'],
      [8300, 'WIFI CONNECTED'],
      [9300, 'WIFI GOT IP'],
    ]);
  });

  it('tries as often as it is told, and no more', async () => {
    const { timers, network, said, station } = onAir({
      rejoin: { intervalSeconds: 10, times: 3 },
    });
    void station.join(AIR, 15);
    await timers.advance(2000);
    const { world } = network;

    network.world = { ...world, accessPoints: [] };
    await timers.advance(29_999);
    expect(station.state).to.equal(3);
    await timers.advance(1);
    expect([station.state, station.ssid, timers.pending]).to.deep.equal([4, 'air', 0]);
    network.world = world;
    await timers.advance(100_000);

    expect(said.slice(2)).to.deep.equal([[2000, 'WIFI DISCONNECT']]);
  });

  it('comes in at the last of its tries', async () => {
    const { timers, network, station } = onAir({ rejoin: { intervalSeconds: 10, times: 3 } });
    void station.join(AIR, 15);
    await timers.advance(2000);
    const { world } = network;
    network.world = { ...world, accessPoints: [] };
    await timers.advance(29_000);

    network.world = world;
    await timers.advance(2_300);

    expect(station.state).to.equal(2);
  });

  it('stays away where it shall not try again', async () => {
    const { timers, network, station } = onAir({ rejoin: { intervalSeconds: 0, times: 0 } });
    void station.join(AIR, 15);
    await timers.advance(2000);

    network.world = { ...network.world, accessPoints: [] };
    await timers.advance(0);

    expect([station.state, timers.pending]).to.deep.equal([4, 0]);
  });

  it('does not mind what else changes in its world', async () => {
    const { timers, network, said, station } = onAir();
    void station.join(AIR, 15);
    await timers.advance(2000);
    const { world } = network;
    const [air] = world.accessPoints;
    if (!air) throw new TypeError('the world has an access point');

    network.world = { ...world, accessPoints: [{ ...air, rssi: -90 }], names: {} };

    expect(said).to.have.length(2);
    expect(station.accessPoint?.rssi).to.equal(-90);
    network.world = {
      ...world,
      accessPoints: [{ ...air, security: 'wpa2', password: 'changed-lock' }],
    };
    expect(said.at(-1)).to.deep.equal([2000, 'WIFI DISCONNECT']);
  });

  it('is connected and has no address where no DHCP server answers, and fails for that', async () => {
    const { timers, network, said, station } = onAir();
    const { world } = network;
    network.world = { ...world, dhcp: { ...world.dhcp, answers: false } };

    const outcome = outcomeOf(station.join(AIR, 15));
    await timers.advance(15_799);
    expect([station.state, station.address, outcome.value]).to.deep.equal([
      1,
      undefined,
      undefined,
    ]);
    await timers.advance(1);

    expect(said).to.deep.equal([
      [300, 'WIFI CONNECTED'],
      [15_800, 'WIFI DISCONNECT'],
    ]);
    expect([station.state, outcome.value]).to.deep.equal([4, 'no-address']);
  });

  it('by itself waits for a DHCP server as long as it takes', async () => {
    const { timers, network, station } = onAir();
    const { world } = network;
    network.world = { ...world, dhcp: { ...world.dhcp, answers: false } };
    station.joinByItself(AIR);
    await timers.advance(3_600_000);
    expect(station.state).to.equal(1);

    network.world = world;
    await timers.advance(2_000);

    expect([station.state, station.address?.ip]).to.deep.equal([2, '10.0.2.15']);
  });

  it('needs no DHCP server for an address that it was given', async () => {
    const stationAddress = { ip: '10.0.2.77', gateway: '10.0.2.2', netmask: '255.255.255.0' };
    const { timers, said, station } = onAir({ dhcp: 2, stationAddress });

    void station.join(AIR, 15);
    await timers.advance(300);

    expect(said).to.deep.equal([
      [300, 'WIFI CONNECTED'],
      [300, 'WIFI GOT IP'],
    ]);
    expect(station.address).to.deep.equal(stationAddress);
  });

  it('loses an access point that goes while it waits for an address, and tries until its time is over', async () => {
    const { timers, network, said, station } = onAir();
    const { world } = network;
    const outcome = outcomeOf(station.join(AIR, 15));
    await timers.advance(800);

    network.world = { ...world, accessPoints: [] };
    await timers.advance(5_000);
    expect([station.isOnline, outcome.value]).to.deep.equal([false, undefined]);
    network.world = world;
    await timers.advance(3_000);

    expect(said.map(([, line]) => line)).to.deep.equal([
      'WIFI CONNECTED',
      'WIFI DISCONNECT',
      'WIFI CONNECTED',
      'WIFI GOT IP',
    ]);
    expect([outcome.value, timers.pending]).to.deep.equal(['joined', 0]);
  });

  it('is not connected to an access point that goes before that', async () => {
    const { timers, network, said, station } = onAir();
    const outcome = outcomeOf(station.join(AIR, 3));
    await timers.advance(100);

    network.world = { ...network.world, accessPoints: [] };
    await timers.advance(10_000);

    expect([said, outcome.value]).to.deep.equal([[], 'no-access-point']);
  });

  it('does one thing at a time', async () => {
    const { timers, said, station } = onAir();
    station.joinByItself(AIR);
    await timers.advance(100);

    station.leave();
    await timers.advance(5000);
    expect([said, station.state, timers.pending]).to.deep.equal([[], 4, 0]);
    station.joinByItself(AIR);
    station.joinByItself(AIR);
    await timers.advance(5000);

    expect(said).to.have.length(2);
  });

  it('says and does nothing more when the firmware ends', async () => {
    const { timers, network, end, said, station } = onAir();
    station.joinByItself(AIR);
    await timers.advance(500);

    end.abort(new Error('power cut'));
    await timers.advance(5000);

    expect([said.length, timers.pending]).to.deep.equal([1, 0]);
    network.world = { ...network.world, accessPoints: [] };
    expect([said.length, network.listenerCount('changed')]).to.deep.equal([1, 0]);
  });
});
