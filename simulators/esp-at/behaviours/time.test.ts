import { expect } from 'chai';
import { Network } from '../../network/network.ts';
import { startNtpServer } from '../../network/ntp-server.ts';
import { startNetwork } from '../../network/start-network.ts';
import { loopbackSettled, StepTimers } from '../../network/step-timers.ts';
import { parseWorld } from '../../network/world.ts';
import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { SimulatedBoard } from '../board.ts';
import { Conversation } from '../conversation.ts';
import { factoryFlash } from '../flash/factory.ts';
import { releaseProfile } from '../releases/releases.ts';
import type { Seams } from '../seams.ts';
import { asctime, zoneMinutes } from '../time-service.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const JOINED = `WIFI CONNECTED\r\nWIFI GOT IP\r\n`;

describe('asctime', () => {
  it('pads the day with a blank', () => {
    expect(asctime(0)).to.equal('Thu Jan  1 00:00:00 1970');
    expect(asctime(-5 * 3_600_000)).to.equal('Wed Dec 31 19:00:00 1969');
    expect(asctime(Date.UTC(2026, 10, 23, 13, 25, 46))).to.equal('Mon Nov 23 13:25:46 2026');
    expect(asctime(Date.UTC(2021, 8, 2, 18, 57, 3))).to.equal('Thu Sep  2 18:57:03 2021');
  });
});

describe('zoneMinutes', () => {
  for (const [zone, minutes] of [
    [8, 480],
    [-12, -720],
    [14, 840],
    [800, 480],
    [-1200, -720],
    [530, 330],
    [-330, -210],
    [15, 15],
    [-13, -13],
  ] as const) {
    it(`takes ${zone} for ${minutes} minutes`, () => {
      expect(zoneMinutes(zone)).to.equal(minutes);
    });
  }
});

/** The local time, but for the seconds that have passed since. */
const tells = async (bench: BenchBoard, local: string): Promise<void> => {
  bench.at.send('AT+CIPSNTPTIME?\r\n');
  const answer = await bench.at.through(OK);
  const seconds = /(?<=:\d\d:)\d\d/;
  expect(answer.replace(seconds, '..')).to.equal(
    `+CIPSNTPTIME:${local.replace(seconds, '..')}${OK}`,
  );
};

/** Seconds since 1970; the echo may be on. */
const timestamp = async (bench: BenchBoard): Promise<number> => {
  bench.at.send('AT+SYSTIMESTAMP?\r\n');
  return Number(/:(\d+)/.exec(await bench.at.through(OK))?.[1]);
};

describe('The clock', () => {
  it('starts in 1970, and reads in the zone as soon as that is set', async () => {
    await using bench = await benchBoard();

    await tells(bench, 'Thu Jan  1 00:00:00 1970');
    await bench.at.ask('AT+CIPSNTPCFG=1,8,"10.0.2.2"\r\n', OK);
    await tells(bench, 'Thu Jan  1 08:00:00 1970');
    await bench.at.ask('AT+CIPSNTPCFG=1,-5\r\n', OK);
    await tells(bench, 'Wed Dec 31 19:00:00 1969');
  });

  it('is set by hand, survives a restart without its zone, and not a power cut', async () => {
    await using bench = await benchBoard();

    expect(await timestamp(bench)).to.be.below(60);
    await bench.at.ask('AT+CIPSNTPCFG=1,8\r\n', OK);
    await bench.at.ask('AT+SYSTIMESTAMP=1795400040\r\n', OK);
    await tells(bench, asctime(1_795_428_840_000));
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await tells(bench, asctime(1_795_400_040_000));

    bench.board.powerOff();
    bench.board.powerOn();
    await bench.at.expect('\r\nready\r\n');
    expect(await timestamp(bench)).to.be.below(60);
  });

  it('starts in 1970 again with the reset button, which is the enable pin', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('AT+SYSTIMESTAMP=1795400040\r\n', OK);

    bench.board.reset();

    await bench.at.expect('\r\nready\r\n');
    expect(await timestamp(bench)).to.be.below(60);
  });

  it('takes no time that it cannot hold', async () => {
    await using bench = await benchBoard();

    for (const wrong of ['-1', '2147483648', '99999999999999999999', 'x', '1,2']) {
      await bench.at.ask(`AT+SYSTIMESTAMP=${wrong}\r\n`, ERROR);
    }
    await bench.at.ask('AT+SYSTIMESTAMP=2147483646\r\n', OK);
  });
});

describe('AT+CIPSNTPCFG', () => {
  it('tells what was set, and on this release no zone while it is off', async () => {
    await using bench = await benchBoard();
    const ask = (answer: string) => bench.at.ask('AT+CIPSNTPCFG?\r\n', `${answer}\r\n${OK}`);

    await ask('+CIPSNTPCFG:0');
    await bench.at.ask('AT+CIPSNTPCFG=1,8,"a","b","c"\r\n', OK);
    await ask('+CIPSNTPCFG:1,8,"a","b","c"');
    await bench.at.ask('AT+CIPSNTPCFG=1,-3,"a"\r\n', OK);
    await ask('+CIPSNTPCFG:1,-3,"a"');
    await bench.at.ask('AT+CIPSNTPCFG=1,0\r\n', OK);
    await ask('+CIPSNTPCFG:1,0,"cn.ntp.org.cn","ntp.sjtu.edu.cn","us.pool.ntp.org"');
    await bench.at.ask('AT+CIPSNTPCFG=0\r\n', OK);
    await ask('+CIPSNTPCFG:0');
  });

  for (const wrong of [
    '2',
    '1',
    '1,x',
    '1,15',
    '1,-13',
    '1,8,""',
    '1,8,a',
    '1,8,"a","b","c","d"',
  ]) {
    it(`refuses ${wrong}, and stays as it was`, async () => {
      await using bench = await benchBoard();

      await bench.at.ask(`AT+CIPSNTPCFG=${wrong}\r\n`, ERROR);

      await bench.at.ask('AT+CIPSNTPCFG?\r\n', `+CIPSNTPCFG:0\r\n${OK}`);
    });
  }

  it('takes hours and minutes, no zone, and tells it while off, on a release that does', async () => {
    const profile = {
      ...releaseProfile('2.2.0.0'),
      zones: 'hours-and-minutes',
      zoneIsOptional: true,
      tellsZoneWhileOff: true,
    } as const;
    await using bench = await benchBoard({ profile });

    await bench.at.ask('AT+CIPSNTPCFG?\r\n', `+CIPSNTPCFG:0,0\r\n${OK}`);
    await bench.at.ask('AT+CIPSNTPCFG=1\r\n', OK);
    for (const zone of [-13, 15, 800, -1200]) {
      await bench.at.ask(`AT+CIPSNTPCFG=1,${zone},"a"\r\n`, OK);
    }
    for (const zone of [99, -1260, 1500, -1300, 99_900]) {
      await bench.at.ask(`AT+CIPSNTPCFG=1,${zone},"a"\r\n`, ERROR);
    }
    await bench.at.ask('AT+CIPSNTPCFG=0\r\n', OK);
    await bench.at.ask('AT+CIPSNTPCFG?\r\n', `+CIPSNTPCFG:0,-1200\r\n${OK}`);
    await tells(bench, 'Wed Dec 31 12:00:00 1969');
  });

  it('sets the clock once the board is online and a server answers', async () => {
    await using around = await startNetwork(
      parseWorld('accessPoints: [{ssid: air, security: open}]'),
    );
    const { network } = around;
    const profile = { ...releaseProfile('2.2.0.0'), announcesTime: true };
    await using bench = await benchBoard({ network, profile });

    await bench.at.ask('AT+CIPSNTPCFG=1,0,"10.0.2.2"\r\n', OK);
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CWJAP="air",""\r\n', JOINED + OK);
    await bench.at.expect('+TIME_UPDATED\r\n');

    expect(await timestamp(bench)).to.be.closeTo(Date.now() / 1000, 30);
  });

  it('sets the clocks of two boards that ask at the same time', async () => {
    const profile = { ...releaseProfile('2.2.0.0'), announcesTime: true };
    const air = parseWorld('accessPoints: [{ssid: air, security: open}]');
    await using around = await startNetwork({ ...air, names: { 'time.test': '10.0.2.7' } });
    const { network } = around;
    await using one = await benchBoard({ network, profile });
    await using two = await benchBoard({ network, profile });
    const askBoth = async (command: string, answer: string) => {
      await Promise.all([one, two].map((bench) => bench.at.ask(command, answer)));
    };

    await askBoth('AT+CWMODE=1\r\n', OK);
    await askBoth('AT+CWJAP="air",""\r\n', JOINED + OK);
    await askBoth('AT+CIPSNTPCFG=1,0,"time.test"\r\n', OK);
    await Promise.all([one, two].map((bench) => bench.at.expect('+TIME_UPDATED\r\n')));

    for (const bench of [one, two]) {
      expect(await timestamp(bench)).to.be.closeTo(Date.now() / 1000, 30);
    }
  });
});

describe('AT+CIPSNTPINTV', () => {
  /** A board whose clock was set by a server that can be put forward, in a time that moves only when it is told. */
  const synchronised = async (seams: Seams = {}) => {
    const timers = new StepTimers(loopbackSettled);
    let shiftMs = 0;
    const server = await startNtpServer({ now: () => Date.now() + shiftMs });
    const air = parseWorld('accessPoints: [{ssid: air, security: open}]');
    const network = new Network({ ...air, ntp: server.endpoint });
    const profile = releaseProfile('3.4.0.0');
    const flash = await factoryFlash(profile);
    const board = new SimulatedBoard({
      ...{ profile, flash, network, timers, networkTimers: timers },
      plant: () => seams,
    });
    const at = new Conversation(board.connectAt());
    const ask = async (line: string, answer: string): Promise<void> => {
      at.send(`${line}\r\n`);
      await timers.advance(2_000);
      await at.expect(answer);
    };
    board.powerOn();
    await timers.advance(1_000);
    await at.expect('\r\nready\r\n');
    await ask('ATE0', `ATE0\r\n${OK}`);
    await ask('AT+CWMODE=1', OK);
    await ask('AT+CWJAP="air",""', JOINED + OK);
    return {
      timers,
      server,
      at,
      ask,
      shift: (ms: number) => {
        shiftMs = ms;
      },
      offMs: async (): Promise<number> => {
        at.send('AT+SYSTIMESTAMP?\r\n');
        const seconds = Number(/:(\d+)/.exec(await at.through(OK))?.[1]);
        return seconds * 1000 - Date.now();
      },
      [Symbol.asyncDispose]: async () => {
        await board[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  };
  const DAY_MS = 86_400_000;

  it('asks again every hour, sets the clock by it, and tells it once', async () => {
    await using bench = await synchronised();
    await bench.ask('AT+CIPSNTPCFG=1,0,"10.0.2.2"', `${OK}+TIME_UPDATED\r\n`);
    expect(await bench.offMs()).to.be.closeTo(0, 30_000);

    bench.shift(DAY_MS);
    await bench.timers.advance(3_590_000);
    expect(bench.server.asked).to.equal(1);
    expect(await bench.offMs()).to.be.closeTo(0, 30_000);
    await bench.timers.advance(20_000);

    expect(bench.server.asked).to.equal(2);
    expect(await bench.offMs()).to.be.closeTo(DAY_MS, 30_000);
    await bench.timers.advance(10 * 3_600_000);
    expect([bench.server.asked, bench.at.unread]).to.deep.equal([12, '']);
  });

  it('asks whom and as often as a planted defect likes', async () => {
    await using bench = await synchronised({
      clock: { servers: () => ['10.0.2.2'], interval: (seconds) => 2 * seconds },
    });
    await bench.ask('AT+CIPSNTPCFG=1,0,"nobody.invalid"', `${OK}+TIME_UPDATED\r\n`);

    await bench.timers.advance(3_700_000);
    expect(bench.server.asked).to.equal(1);
    await bench.timers.advance(3_700_000);

    expect(bench.server.asked).to.equal(2);
  });

  it('asks as often as it is told, from then on', async () => {
    await using bench = await synchronised();
    await bench.ask('AT+CIPSNTPCFG=1,0,"10.0.2.2"', `${OK}+TIME_UPDATED\r\n`);

    await bench.timers.advance(3_000_000);
    await bench.ask('AT+CIPSNTPINTV=15', OK);
    await bench.timers.advance(12_000);
    expect(bench.server.asked).to.equal(1);
    await bench.timers.advance(151_500);
    expect(bench.server.asked).to.equal(12);
    await bench.ask('AT+CIPSNTPINTV=4294967', OK);
    await bench.timers.advance(4_294_960_000);
    expect(bench.server.asked).to.equal(12);
    await bench.timers.advance(10_000);

    expect(bench.server.asked).to.equal(13);
  });

  it('tells each AT+CIPSNTPCFG=1 that was answered, and stops asking with 0', async () => {
    await using bench = await synchronised();
    await bench.ask('AT+CIPSNTPINTV=15', OK);
    await bench.ask('AT+CIPSNTPCFG=1,8,"10.0.2.2"', `${OK}+TIME_UPDATED\r\n`);
    await bench.ask('AT+CIPSNTPCFG=1,8,"10.0.2.2"', `${OK}+TIME_UPDATED\r\n`);
    await bench.ask('AT+CIPSNTPCFG=0', OK);
    const { asked } = bench.server;

    await bench.timers.advance(100_000);

    expect([bench.server.asked, bench.at.unread]).to.deep.equal([asked, '']);
    await bench.ask('AT+CIPSNTPCFG?', `+CIPSNTPCFG:0,8\r\n${OK}`);
  });

  it('is an hour again after a restart', async () => {
    await using bench = await benchBoard({ profile: releaseProfile('3.4.0.0') });
    await bench.at.ask('AT+CIPSNTPINTV=15\r\n', OK);
    await bench.at.ask('AT+CIPSNTPINTV?\r\n', `+CIPSNTPINTV:15\r\n${OK}`);

    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.at.ask('AT+CIPSNTPINTV?\r\n', `AT+CIPSNTPINTV?\r\n+CIPSNTPINTV:3600\r\n${OK}`);
  });
});

describe('A time server', () => {
  const name = (bytes: number): string => `AT+CIPSNTPCFG=1,0,"${'s'.repeat(bytes)}"\r\n`;

  it('may have as long a name as the release takes', async () => {
    const profile = { ...releaseProfile('3.4.0.0'), timeServerBytes: 32 };
    await using bench = await benchBoard({ profile });

    await bench.at.ask(name(33), ERROR);
    await bench.at.ask(name(32), OK);
  });

  it('may have any name that fits into the line on 3.4.0.0', async () => {
    await using bench = await benchBoard({ profile: releaseProfile('3.4.0.0') });

    await bench.at.ask(name(200), OK);
  });
});
