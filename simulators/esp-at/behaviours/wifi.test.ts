import { expect } from 'chai';
import { Network } from '../../network/network.ts';
import { parseWorld } from '../../network/world.ts';
import type { AccessPoint } from '../../network/world-schema.ts';
import { type BenchBoard, benchBoard } from '../bench-board.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const JOINED = `WIFI CONNECTED\r\nWIFI GOT IP\r\n`;
const LEFT = 'WIFI DISCONNECT\r\n';

const station = async (pace = 1000): Promise<BenchBoard> => {
  const bench = await benchBoard({ pace });
  await bench.at.ask('AT+CWMODE=1\r\n', OK);
  return bench;
};

const joined = async (): Promise<BenchBoard> => {
  const bench = await station();
  await bench.at.ask('AT+CWJAP="Espressif",""\r\n', JOINED + OK);
  return bench;
};

describe('AT+CWMODE', () => {
  it('is 2 when new, survives a restart, and not one with AT+SYSSTORE=0', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+CWMODE?\r\n', `+CWMODE:2\r\n${OK}`);
    await bench.at.ask('AT+CWMODE=3\r\n', OK);
    await bench.at.ask('AT+SYSSTORE=0\r\n', OK);
    await bench.at.ask('AT+CWMODE=0\r\n', OK);
    await bench.at.ask('AT+CWMODE?\r\n', `+CWMODE:0\r\n${OK}`);
    // What is stored in any case does not take along what is not.
    await bench.at.ask('AT+UART_DEF=57600,8,1,0,0\r\n', OK);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.at.ask('AT+CWMODE?\r\n', `AT+CWMODE?\r\n+CWMODE:3\r\n${OK}`);
  });

  it('leaves the access point when the station goes, and joins again when it comes back', async () => {
    await using bench = await joined();

    await bench.at.ask('AT+CWMODE=3\r\n', OK);
    await bench.at.ask('AT+CWMODE=2\r\n', LEFT + OK);
    await bench.at.ask('AT+CWMODE=1\r\n', OK + JOINED);
    await bench.at.ask('AT+CWMODE=0\r\n', LEFT + OK);
    await bench.at.ask('AT+CWMODE=3,1\r\n', OK + JOINED);
    await bench.at.ask('AT+CWMODE=0\r\n', LEFT + OK);
    await bench.at.ask('AT+CWMODE=1,0\r\n', OK);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:0,""\r\n${OK}`);
  });
});

describe('AT+CWMODE with a parameter too many', () => {
  it('is refused without a code, whatever the parameters are', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('AT+SYSLOG=1\r\n', OK);

    await bench.at.ask('AT+CWMODE=1,2,3\r\n', '\r\nERROR\r\n');
    await bench.at.ask('AT+CWMODE=9,0,0\r\n', 'ERR CODE:0x01070001\r\n\r\nERROR\r\n');
  });
});

describe('AT+CWJAP', () => {
  it('joins, tells of it, and leaves', async () => {
    await using bench = await station();
    await bench.at.ask('AT+CWJAP?\r\n', OK);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:0,""\r\n${OK}`);
    await bench.at.ask('AT+CWRECONNCFG?\r\n', `+CWRECONNCFG:0,0\r\n${OK}`);

    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', JOINED + OK);
    const query = `+CWJAP:"Espressif","10:01:00:c4:0a:51",5,-27,0,1,3,0,0\r\n${OK}`;
    await bench.at.ask('AT+CWJAP?\r\n', query);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:2,"Espressif"\r\n${OK}`);
    await bench.at.ask('AT+CWRECONNCFG?\r\n', `+CWRECONNCFG:1,0\r\n${OK}`);
    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', LEFT + JOINED + OK);

    await bench.at.ask('AT+CWQAP\r\n', LEFT + OK);
    await bench.at.ask('AT+CWQAP\r\n', OK);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:4,"Espressif"\r\n${OK}`);
    await bench.at.ask('AT+CWJAP?\r\n', OK);
    await bench.at.ask('AT+CWJAP\r\n', JOINED + OK);
  });

  it('tells what it was given', async () => {
    await using bench = await station();

    const line = 'AT+CWJAP="Safe","correct-horse","10:01:00:C4:0A:53",1,7,9,1,60,3\r\n';
    await bench.at.ask(line, JOINED + OK);

    const query = `+CWJAP:"Safe","10:01:00:c4:0a:53",11,-50,1,7,9,1,3\r\n${OK}`;
    await bench.at.ask('AT+CWJAP?\r\n', query);
    await bench.at.ask('AT+CWRECONNCFG?\r\n', `+CWRECONNCFG:7,0\r\n${OK}`);
  });

  const failures: Readonly<Record<string, readonly [string, number]>> = {
    'an unknown name': ['"no_such_ap","12345678"', 3],
    'a wrong password': ['"Safe","wrong-horse"', 2],
    'a password of seven': ['"Safe","1234567"', 2],
    'no password where one is needed': ['"Safe",""', 2],
    'a password where none is': ['"Espressif","12345678"', 3],
    'the wrong access point': ['"Espressif","","10:01:00:c4:0a:52"', 3],
  };
  for (const [what, [parameters, code]] of Object.entries(failures)) {
    it(`takes its whole time-out to fail with ${code} for ${what}`, async () => {
      await using bench = await station(500);
      const begun = performance.now();

      await bench.at.ask(`AT+CWJAP=${parameters}\r\n`, `+CWJAP:${code}\r\n${ERROR}`);

      // 15 s, five hundred times as fast.
      expect(performance.now() - begun).to.be.greaterThan(30);
      await bench.at.ask('AT+CWJAP?\r\n', OK);
      const [, ssid] = parameters.split('"');
      await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:4,"${ssid}"\r\n${OK}`);
    });
  }

  it('takes the time-out that it is told', async () => {
    await using bench = await station(100);
    const begun = performance.now();

    await bench.at.ask('AT+CWJAP="nobody","",,,,,,30\r\n', `+CWJAP:3\r\n${ERROR}`);

    expect(performance.now() - begun).to.be.greaterThan(300);
  });

  it('that fails leaves at once what was joined, and stores what failed', async () => {
    await using bench = await joined();

    await bench.at.ask('AT+CWJAP="nobody","",,,,,,3\r\n', `${LEFT}+CWJAP:3\r\n${ERROR}`);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:3,"nobody"\r\n${OK}`);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['=""', '0x01080001'],
    ['="","12345678"', ''],
    ['=abc,"12345678"', '0x01080000'],
    ['="abc', '0x01080000'],
    ['="a"b","12345678"', '0x01080000'],
    ['="a,b","12345678"', '0x01080000'],
    ['="abc"', '0x01080001'],
    ['="abc","x', '0x01080001'],
    [`="${'s'.repeat(33)}",""`, ''],
    [`="s","${'p'.repeat(65)}"`, ''],
    ['="s","","zz"', ''],
    ['="s","",,2', ''],
    ['="s","",,x', '0x01080003'],
    ['="s","",,,7201', ''],
    ['="s","",,,,0', ''],
    ['="s","",,,,101', ''],
    ['="s","",,,,,2', ''],
    ['="s","",,,,,,2', ''],
    ['="s","",,,,,,601', ''],
    ['="s","",,,,,,,4', ''],
    ['="s","",,,,,,,,1', ''],
    ['', ''],
  ];
  for (const [parameters, code] of refused) {
    it(`refuses ${parameters.slice(0, 30) || 'nothing to join'} with ${code || 'no code'}`, async () => {
      await using bench = await station();
      await bench.at.ask('AT+SYSLOG=1\r\n', OK);

      await bench.at.ask(`AT+CWJAP${parameters}\r\n`, (code && `ERR CODE:${code}\r\n`) + ERROR);
    });
  }

  it('finds names of any bytes, escaped', async () => {
    const network = new Network(
      parseWorld('accessPoints: [{ssid: "Caf\u00e9, \\"5\\" \\\\o/", security: open}]'),
    );
    await using bench = await benchBoard({ network });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    const bytes = Buffer.from('Caf\u00e9').toString('latin1');

    await bench.at.ask(`AT+CWJAP="${bytes}\\, \\"5\\" \\\\o/",""\r\n`, JOINED + OK);

    const name = `${bytes}, "5" \\o/`;
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:2,"${name}"\r\n${OK}`);
  });
});

describe('Modes without a station', () => {
  for (const mode of [0, 2]) {
    it(`refuse to join and to scan, whatever the parameters: ${mode}`, async () => {
      await using bench = await benchBoard();
      await bench.at.ask(`AT+CWMODE=${mode}\r\n`, OK);
      await bench.at.ask('AT+SYSLOG=1\r\n', OK);

      for (const line of ['AT+CWJAP="Espressif",""', 'AT+CWJAP=x', 'AT+CWJAP', 'AT+CWLAP']) {
        await bench.at.ask(`${line}\r\n`, ERROR);
      }
      await bench.at.ask('AT+CWJAP?\r\n', OK);
    });
  }
});

describe('A joined board', () => {
  it('leaves behind the OK of a restart, and joins again by itself', async () => {
    await using bench = await joined();

    await bench.at.ask('AT+RST\r\n', `${OK}${LEFT}\r\nready\r\n${JOINED}`);

    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:2,"Espressif"\r\n${OK}`);
  });

  it('tells of an access point that answers at once before it is ready', async () => {
    await using bench = await joined();
    const { network } = bench;
    const [near] = network.world.accessPoints;
    network.world = {
      ...network.world,
      accessPoints: [{ ...(near as AccessPoint), answersInMs: 5 }],
    };

    await bench.at.ask('AT+RST\r\n', `${OK}${LEFT}WIFI CONNECTED\r\n\r\nready\r\nWIFI GOT IP\r\n`);
  });

  it('forgets the access point and everything else with AT+RESTORE', async () => {
    await using bench = await joined();
    await bench.at.ask('AT+UART_DEF=9600,8,1,0,0\r\n', OK);

    await bench.at.ask('AT+RESTORE\r\n', `${OK}${LEFT}\r\nready\r\n`);

    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT+CWMODE?\r\n', `+CWMODE:2\r\n${OK}`);
    await bench.at.ask('AT+UART_DEF?\r\n', `+UART_DEF:115200,8,1,0,1\r\n${OK}`);
    await bench.at.ask('AT+SYSSTORE?\r\n', `+SYSSTORE:1\r\n${OK}`);
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CWJAP\r\n', ERROR);
  });

  it('does not come back to what was joined with AT+SYSSTORE=0', async () => {
    await using bench = await station();
    await bench.at.ask('AT+SYSSTORE=0\r\n', OK);
    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', JOINED + OK);

    await bench.at.ask('AT+RST\r\n', `${OK}${LEFT}\r\nready\r\n`);

    await bench.at.ask('AT+CWJAP\r\n', `AT+CWJAP\r\n${ERROR}`);
  });

  it('joins as soon as its access point is there', async () => {
    await using bench = await joined();
    const { world } = bench.network;
    bench.network.world = { ...world, accessPoints: [] };
    await bench.at.expect(LEFT);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:3,"Espressif"\r\n${OK}`);

    bench.network.world = world;

    await bench.at.expect(JOINED);
  });

  it('notices that its access point has gone, and comes back to it by itself', async () => {
    await using bench = await joined();
    const { world } = bench.network;

    bench.network.world = { ...world, accessPoints: [] };
    await bench.at.expect(LEFT);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:3,"Espressif"\r\n${OK}`);
    await bench.at.ask('AT+CWJAP?\r\n', OK);
    bench.network.world = world;

    await bench.at.expect(JOINED);
  });

  it('stays away when AT+CWRECONNCFG says so, and after AT+CWQAP', async () => {
    await using bench = await joined();
    const { world } = bench.network;
    await bench.at.ask('AT+CWRECONNCFG=0,0\r\n', OK);

    bench.network.world = { ...world, accessPoints: [] };
    await bench.at.expect(LEFT);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:4,"Espressif"\r\n${OK}`);
    bench.network.world = world;
    await bench.at.ask('AT+CWJAP\r\n', JOINED + OK);
    await bench.at.ask('AT+CWRECONNCFG=1,0\r\n', OK);
    await bench.at.ask('AT+CWQAP\r\n', LEFT + OK);
    bench.network.world = { ...world, accessPoints: [] };
    bench.network.world = world;

    // A scan takes longer than the interval.
    bench.at.send('AT+CWLAP\r\n');
    await bench.at.through(OK);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:4,"Espressif"\r\n${OK}`);
  });

  it('keeps AT+CWRECONNCFG over a restart, and follows it at boot', async () => {
    await using bench = await joined();
    const { world } = bench.network;
    await bench.at.ask('AT+CWRECONNCFG=0,0\r\n', OK);
    bench.network.world = { ...world, accessPoints: [] };
    await bench.at.expect(LEFT);

    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT+CWRECONNCFG?\r\n', `+CWRECONNCFG:0,0\r\n${OK}`);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:4,"Espressif"\r\n${OK}`);
  });
});

describe('An access point without DHCP', () => {
  it('lets the board in, and AT+CWJAP fail with 1', async () => {
    await using bench = await station();
    const { world } = bench.network;
    bench.network.world = { ...world, dhcp: { ...world.dhcp, answers: false } };

    const failed = `WIFI CONNECTED\r\n${LEFT}+CWJAP:1\r\n${ERROR}`;
    await bench.at.ask('AT+CWJAP="Espressif","",,,,,,3\r\n', failed);

    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:4,"Espressif"\r\n${OK}`);
  });

  it('leaves a board that joins it at boot connected', async () => {
    await using bench = await joined();
    const { world } = bench.network;
    bench.network.world = { ...world, dhcp: { ...world.dhcp, answers: false } };

    await bench.at.ask('AT+RST\r\n', `${OK}${LEFT}\r\nready\r\nWIFI CONNECTED\r\n`);

    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:1,"Espressif"\r\n${OK}`);
    await bench.at.ask('AT+CWJAP?\r\n', OK);
  });
});
