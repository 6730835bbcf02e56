import { expect } from 'chai';
import { Network } from '../../network/network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { parseWorld } from '../../network/world.ts';
import { releaseProfile } from '../releases/releases.ts';
import { JoinFailed, Station } from './station.ts';

const AIR = { ssid: 'air', password: '' };
const NOBODY = { ssid: 'nobody', password: '' };

/** A station in the air, and what it said at which millisecond. */
const onAir = () => {
  const timers = new StepTimers();
  const network = new Network(parseWorld('accessPoints: [{ssid: air, security: open}]'));
  const end = new AbortController();
  const said: [number, string][] = [];
  const profile = releaseProfile('2.2.0.0');
  const station = new Station({ network, profile, timers, signal: end.signal });
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

    station.loseAccessPoint(AIR);
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
    const { timers, end, said, station } = onAir();
    station.joinByItself(AIR);
    await timers.advance(500);

    end.abort(new Error('power cut'));
    await timers.advance(5000);

    expect([said.length, timers.pending]).to.deep.equal([1, 0]);
  });
});
