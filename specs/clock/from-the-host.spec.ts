import { expect } from 'chai';
import { commands } from '../../harness/at/commands/index.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const CLOSE_SECONDS = 3;
const EAST_HOURS = 8;
const HOUR_SECONDS = 3_600;
/** Nobody answers there (RFC 2606). */
const server1 = 'nobody.invalid';
/** Days that calendars get wrong, one that takes a blank before its number and one of summer time. */
const DAYS = [
  ['2024-02-29T12:00:00Z', 'Thu Feb 29 12:00:0'],
  ['2027-03-01T00:00:00Z', 'Mon Mar  1 00:00:0'],
  ['2026-07-15T12:00:00Z', 'Wed Jul 15 12:00:0'],
  ['2036-12-31T23:59:50Z', 'Wed Dec 31 23:59:5'],
] as const;

describe('A clock that is set by the host', () => {
  const bench = useBench({ area: 'clock' });

  after('set it right', () => bench.board.setClock({ via: 'timestamp' }));

  it('shows the time that it was told', async () => {
    await bench.board.setClock({ via: 'timestamp' });

    expect(await bench.readings.secondsFromNow()).to.be.closeTo(0, CLOSE_SECONDS);
  });

  for (const [day, text] of DAYS) {
    it(`shows ${day} as that`, async () => {
      const at = new Date(day);

      const shown = await bench.board.setClock({ via: 'timestamp', at });

      expect(Number(shown.local) - Number(at)).to.be.within(0, CLOSE_SECONDS * 1_000);
      expect(shown.text).to.include(text);
    });
  }

  it('goes on without the Wi-Fi', async () => {
    await bench.joinWifi();
    await bench.board.setClock({ via: 'timestamp' });

    await bench.board.leaveWifi();

    expect(await bench.readings.secondsFromNow()).to.be.closeTo(0, CLOSE_SECONDS);
  });

  it('goes on second by second', async () => {
    await bench.board.setClock({ via: 'timestamp' });

    expect(await bench.readings.clockRate(2)).to.be.closeTo(1, 0.1);
  });

  it('goes on through a restart', async () => {
    await bench.board.setClock({ via: 'timestamp' });

    await bench.board.restart();

    expect(await bench.readings.secondsFromNow()).to.be.closeTo(0, CLOSE_SECONDS);
  });
});

describe('A clock in a zone that is set by the host', () => {
  const bench = useBench({ area: 'clock' });

  // What is switched off keeps its zone.
  afterEach('go back to Greenwich', () =>
    bench.board.client.do(commands.networkTime.set, { on: 1, zone: 0, server1 }),
  );

  it('shows the time of that, set before or behind it', async () => {
    await bench.board.setClock({ via: 'timestamp' });

    await bench.board.client.do(commands.networkTime.set, { on: 1, zone: EAST_HOURS, server1 });
    const before = await bench.readings.secondsFromNow();
    await bench.board.setClock({ via: 'timestamp' });
    const ahead = await bench.readings.secondsFromNow();

    expect(before).to.be.closeTo(EAST_HOURS * HOUR_SECONDS, CLOSE_SECONDS);
    expect(ahead).to.be.closeTo(EAST_HOURS * HOUR_SECONDS, CLOSE_SECONDS);
  });
});

describe('A clock without supply', () => {
  const bench = useBench({ area: 'clock', bench: ['power'] });

  it('begins in 1970 again', async () => {
    await bench.board.setClock({ via: 'timestamp' });

    await bench.board.powerCycle();

    const { local } = await bench.board.clock();
    expect(local?.getUTCFullYear()).to.equal(1970);
  });
});
