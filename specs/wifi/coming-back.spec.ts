import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

/** The firmware joins a second after its start, and again every second behind a loss. */
const RETURN_MS = 10_000;
/** What is right at the first loss may be wrong behind the next. */
const LOSSES = 3;
const STAYS_AWAY_MS = 5_000;
/** More tries than a board might count. */
const LONG_MS = 15_000;
const TRIES = 2;

describe('A board that starts', () => {
  const bench = useBench({ area: 'wifi' });

  beforeEach('join', () => bench.joinWifi());

  afterEach('let it join at boot', () =>
    bench.board.client.do(commands.autoConnect.set, { on: 1 }),
  );

  it('joins the access point of before by itself', async () => {
    const from = bench.board.position();

    await bench.board.restart();

    await bench.board.wifi.expect('WIFI GOT IP', {
      from,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
  });

  it('does not where it was told so', async () => {
    await bench.board.client.do(commands.autoConnect.set, { on: 0 });
    await bench.board.restart();
    const from = bench.board.position();

    await bench.trials.listen(STAYS_AWAY_MS);

    expect(bench.board.wifi.said(from)).to.deep.equal([]);
    expect(await bench.board.wifi.joined()).to.equal(null);
  });
});

describe('A board that knows two access points', () => {
  const bench = useBench({ area: 'wifi', bench: ['changing surroundings'] });

  it('joins the last one by itself when it starts', async () => {
    const other = { ssid: 'the other one', password: 'of-the-other-one' };
    await using _other = await bench.around.withAccessPoint(other);
    await bench.joinWifi();
    await bench.board.joinWifi(other);
    const from = bench.board.position();

    await bench.board.restart();

    await bench.board.wifi.expect('WIFI GOT IP', {
      from,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    expect(await bench.board.wifi.joined()).to.equal(other.ssid);
  });
});

describe('A board without supply', () => {
  const bench = useBench({ area: 'wifi', bench: ['power'] });

  it('joins the access point of before when it is switched on', async () => {
    await bench.joinWifi();
    const from = bench.board.position();

    await bench.board.powerCycle();

    await bench.board.wifi.expect('WIFI GOT IP', {
      from,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
  });
});

describe('A board whose access point goes away', () => {
  const bench = useBench({ area: 'wifi', bench: ['changing surroundings'] });

  it('says so, and has no address any more', async () => {
    await bench.joinWifi();
    const from = bench.board.position();

    await using _off = await bench.around.withoutAccessPoint();

    await bench.board.wifi.expect('WIFI DISCONNECT', {
      from,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    expect(await bench.board.wifi.joined()).to.equal(null);
    expect(await bench.board.address()).to.include({ ip: '0.0.0.0' });
  });
});

describe('A board whose access point comes back', () => {
  const bench = useBench({
    area: 'wifi',
    bench: ['changing surroundings'],
    board: ['reconnect configuration'],
  });

  it('joins it again by itself, each time', async () => {
    await bench.joinWifi();

    for (const _ of Array(LOSSES).keys()) {
      const from = bench.board.position();
      const patience = { from, withinMs: bench.trials.patience(RETURN_MS) };
      {
        await using _off = await bench.around.withoutAccessPoint();
        await bench.board.wifi.expect('WIFI DISCONNECT', patience);
      }

      await bench.board.wifi.expect('WIFI GOT IP', patience);
      expect(bench.board.wifi.said(from)).to.deep.equal([
        'WIFI DISCONNECT',
        'WIFI CONNECTED',
        'WIFI GOT IP',
      ]);
      expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
    }
  });

  it('joins it again after a long time', async () => {
    await bench.joinWifi();
    const from = bench.board.position();
    {
      await using _off = await bench.around.withoutAccessPoint();
      await bench.trials.listen(LONG_MS);
    }

    await bench.board.wifi.expect('WIFI GOT IP', {
      from,
      withinMs: bench.trials.patience(RETURN_MS),
    });
    expect(await bench.board.wifi.joined()).to.equal(bench.accessPoint.ssid);
  });

  it('joins another of its name that stands in its place', async () => {
    const { client } = bench.board;
    await bench.joinWifi();
    const before = await client.do(commands.joinAccessPoint.query);
    const from = bench.board.position();

    await using _other = await bench.around.withReplacedAccessPoint();
    await bench.board.wifi.expect('WIFI GOT IP', {
      from,
      withinMs: bench.trials.patience(RETURN_MS),
    });

    const after = await client.do(commands.joinAccessPoint.query);
    expect(after?.ssid).to.equal(before?.ssid);
    expect(after?.bssid).not.to.equal(before?.bssid);
  });

  it('does not join it again where it was told so', async () => {
    const never = { intervalSeconds: 0, times: 0 };
    await bench.joinWifi();
    await bench.board.client.do(commands.rejoin.set, never);
    const from = bench.board.position();
    {
      await using _off = await bench.around.withoutAccessPoint();
      await bench.board.wifi.expect('WIFI DISCONNECT', {
        from,
        withinMs: bench.trials.patience(RETURN_MS),
      });
    }

    await bench.trials.listen(STAYS_AWAY_MS);

    expect(await bench.board.client.do(commands.rejoin.query)).to.deep.equal(never);
    expect(bench.board.wifi.said(from)).to.deep.equal(['WIFI DISCONNECT']);
  });

  it('gives up behind as many tries as it was told', async () => {
    await bench.joinWifi();
    await bench.board.client.do(commands.rejoin.set, { intervalSeconds: 1, times: TRIES });
    const from = bench.board.position();
    {
      await using _off = await bench.around.withoutAccessPoint();
      await bench.trials.listen(LONG_MS);
    }

    await bench.trials.listen(STAYS_AWAY_MS);

    expect(bench.board.wifi.said(from)).to.deep.equal(['WIFI DISCONNECT']);
    expect((await bench.board.wifi.state()).state).to.equal('not joined');
  });
});
