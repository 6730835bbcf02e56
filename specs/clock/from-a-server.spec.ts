import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

/** A request, its answer, and a clock that shows whole seconds. */
const CLOSE_SECONDS = 3;
const HOUR_SECONDS = 3_600;
/** In seconds. */
const SHORTEST_INTERVAL = 15;
const SERVERS = { server1: 'one.example.com', server2: 'two.example.com', server3: '10.0.2.3' };
/** As the firmware writes hours and minutes. */
const ZONES = [
  [545, 5.75],
  [1245, 12.75],
  [-330, -3.5],
] as const;
const LONG_AGO = new Date('2021-02-03T04:05:06Z');
/** `.invalid` is no one's domain (RFC 2606). */
const NOBODY = ['one.invalid', 'two.invalid'];
/** A server may be asked more than once until an answer comes. */
const SOON = 60_000;
/** Longer than the firmware takes to ask, and to be answered. */
const UNANSWERED_MS = 20_000;

describe('A clock that is set by a time server', () => {
  const bench = useBench({ area: 'clock', bench: ['time server'] });

  before('join', () => bench.joinWifi());

  beforeEach('put it back to 1970', () =>
    bench.board.setClock({ via: 'timestamp', at: new Date(0) }),
  );

  it('shows 1970 before, and the time behind it', async () => {
    const before = await bench.board.clock();

    await bench.setClock(0);

    expect(before.local?.getUTCFullYear()).to.equal(1970);
    expect(await bench.readings.secondsFromNow()).to.be.closeTo(0, CLOSE_SECONDS);
  });

  for (const hours of [-5, 8, 14]) {
    it(`shows the time of the zone ${hours} hours from UTC`, async () => {
      await bench.setClock(hours);

      expect(await bench.readings.secondsFromNow()).to.be.closeTo(
        hours * HOUR_SECONDS,
        CLOSE_SECONDS,
      );
    });
  }

  it('tells by what it was set', async () => {
    await bench.setClock(8);

    const { on, zone, server1 } = await bench.board.client.do(commands.networkTime.query);

    expect({ on, zone, server1 }).to.deep.equal({ on: 1, zone: 8, server1: bench.timeServer });
  });

  it('tells all its servers, in order', async () => {
    await bench.board.client.do(commands.networkTime.set, { on: 1, zone: 0, ...SERVERS });

    expect(await bench.board.client.do(commands.networkTime.query)).to.include(SERVERS);
  });

  it('says so when that is switched off', async () => {
    await bench.setClock(0);

    await bench.board.client.do(commands.networkTime.set, { on: 0 });

    expect(await bench.board.client.do(commands.networkTime.query)).to.include({ on: 0 });
  });

  it('is set by the last of three that answers alone', async () => {
    await bench.setClockBehind(NOBODY, bench.trials.patience(SOON));

    expect(await bench.readings.secondsFromNow()).to.be.closeTo(0, CLOSE_SECONDS);
  });

  it('counts in UTC whatever the zone', async () => {
    await bench.setClock(8);

    const { seconds } = await bench.board.client.do(commands.timestamp.query);

    expect(seconds).to.be.closeTo(Date.now() / 1_000, CLOSE_SECONDS);
  });
});

describe('A clock in a zone of hours and minutes', () => {
  const bench = useBench({
    area: 'clock',
    bench: ['time server'],
    board: ['zones of minutes'],
  });

  before('join', () => bench.joinWifi());

  for (const [zone, hours] of ZONES) {
    it(`shows the time of ${zone}`, async () => {
      await bench.setClock(zone);

      expect(await bench.readings.secondsFromNow()).to.be.closeTo(
        hours * HOUR_SECONDS,
        CLOSE_SECONDS,
      );
    });
  }
});

describe('A time server that is not there', () => {
  const bench = useBench({
    area: 'clock',
    bench: ['time server', 'changing surroundings'],
  });

  // A year that could be right is taken for the time by whoever asks for it next.
  afterEach('set it right', () => bench.board.setClock({ via: 'timestamp' }));

  it('leaves the clock where it is, and nothing is said of the time', async () => {
    await bench.joinWifi();
    await bench.board.setClock({ via: 'timestamp', at: LONG_AGO });
    await using _silence = await bench.around.withoutTimeServer();
    const from = bench.board.position();

    await bench.askForTime();
    await bench.trials.listen(UNANSWERED_MS);

    const { local } = await bench.board.clock();
    expect(Number(local) - Number(LONG_AGO)).to.be.within(0, SOON);
    expect(bench.board.client.heard(from).map(({ kind }) => kind)).not.to.include('time-updated');
  });
});

describe('The word that the time has come', () => {
  const bench = useBench({
    area: 'clock',
    bench: ['time server'],
    board: ['time announcement'],
  });

  it('comes once, when the clock is right', async () => {
    await bench.joinWifi();
    await bench.board.setClock({ via: 'timestamp', at: new Date(0) });
    const from = bench.board.position();

    await bench.askForTime();
    await bench.board.client.waitFor(
      '+TIME_UPDATED',
      (event) => (event.kind === 'time-updated' ? event : undefined),
      { from, withinMs: bench.trials.patience(SOON) },
    );

    expect(await bench.readings.secondsFromNow()).to.be.closeTo(0, CLOSE_SECONDS);
    const told = bench.board.client.heard(from).filter(({ kind }) => kind === 'time-updated');
    expect(told).to.have.lengthOf(1);
  });
});

describe('How often the time is asked for', () => {
  const bench = useBench({ area: 'clock', bench: ['time server'], board: ['time interval'] });

  afterEach('set it right', () => bench.board.setClock({ via: 'timestamp' }));

  it('can be said, and a clock that went wrong is right again then', async () => {
    await bench.joinWifi();
    // From 1970 on, as a clock that is right would not show that the first answer is still to come.
    await bench.board.setClock({ via: 'timestamp', at: new Date(0) });
    await bench.setClock(0);
    await bench.board.client.do(commands.timeInterval.set, { seconds: SHORTEST_INTERVAL });
    await bench.board.setClock({ via: 'timestamp', at: LONG_AGO });

    await bench.trials.listen(2 * SHORTEST_INTERVAL * 1_000);

    const told = await bench.board.client.do(commands.timeInterval.query);
    expect(told).to.deep.equal({ seconds: SHORTEST_INTERVAL });
    expect(await bench.readings.secondsFromNow()).to.be.closeTo(0, CLOSE_SECONDS);
  });
});
