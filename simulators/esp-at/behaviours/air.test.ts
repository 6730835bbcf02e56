import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const JOINED = 'WIFI CONNECTED\r\nWIFI GOT IP\r\n';

describe('What is around', () => {
  const address = (ip: string, gateway: string, netmask: string): string =>
    `+CIPSTA:ip:"${ip}"\r\n+CIPSTA:gateway:"${gateway}"\r\n+CIPSTA:netmask:"${netmask}"\r\n${OK}`;

  it('is told by a scan, the strongest first, all at its end', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('AT+CWMODE=1\r\n', OK);

    await bench.at.ask(
      'AT+CWLAP\r\n',
      '+CWLAP:(0,"Espressif",-27,"10:01:00:c4:0a:51",5,-1,-1,0,0,3,0)\r\n' +
        '+CWLAP:(0,"MasseyWifi",-34,"10:01:00:c4:0a:52",10,-1,-1,0,0,3,0)\r\n' +
        `+CWLAP:(3,"Safe",-50,"10:01:00:c4:0a:53",11,-1,-1,4,4,3,0)\r\n${OK}`,
    );
    bench.network.world = { ...bench.network.world, accessPoints: [] };
    await bench.at.ask('AT+CWLAP\r\n', OK);
  });

  it('has no address before a join, and the leased one after it', async () => {
    await using bench = await benchBoard();
    const none = address('0.0.0.0', '0.0.0.0', '0.0.0.0');
    const station = (ip: string) => `+CIFSR:STAIP,"${ip}"\r\n+CIFSR:STAMAC,"10:01:00:c4:0a:24"\r\n`;
    const own = '+CIFSR:APIP,"192.168.4.1"\r\n+CIFSR:APMAC,"10:01:00:c4:0a:25"\r\n';

    await bench.at.ask('AT+CIFSR\r\n', own + OK);
    await bench.at.ask('AT+CWMODE=0\r\n', OK);
    await bench.at.ask('AT+CIFSR\r\n', OK);
    await bench.at.ask('AT+CIPSTA?\r\n', none);
    await bench.at.ask('AT+CWMODE=3\r\n', OK);
    await bench.at.ask('AT+CIFSR\r\n', own + station('0.0.0.0') + OK);

    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', JOINED + OK);
    await bench.at.ask('AT+CIPSTA?\r\n', address('10.0.2.15', '10.0.2.2', '255.255.255.0'));
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CIFSR\r\n', station('10.0.2.15') + OK);
  });
});

describe('AT+CWLAP', () => {
  const LINES = {
    Espressif: '+CWLAP:(0,"Espressif",-27,"10:01:00:c4:0a:51",5,-1,-1,0,0,3,0)\r\n',
    MasseyWifi: '+CWLAP:(0,"MasseyWifi",-34,"10:01:00:c4:0a:52",10,-1,-1,0,0,3,0)\r\n',
    Safe: '+CWLAP:(3,"Safe",-50,"10:01:00:c4:0a:53",11,-1,-1,4,4,3,0)\r\n',
  };

  const scanning = async (profile = releaseProfile('3.4.0.0')): Promise<BenchBoard> => {
    const bench = await benchBoard({ profile });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    return bench;
  };

  for (const [parameters, found] of [
    ['"Safe"', LINES.Safe],
    ['"nobody"', ''],
    [',"10:01:00:C4:0A:52"', LINES.MasseyWifi],
    ['"Safe","10:01:00:c4:0a:52"', ''],
    [',,5', LINES.Espressif],
    [',,0', LINES.Espressif + LINES.MasseyWifi + LINES.Safe],
    [',,11,0,400,1000', LINES.Safe],
    ['"Espressif",,5,1', LINES.Espressif],
  ] as const) {
    it(`with ${parameters} finds what it looks for`, async () => {
      await using bench = await scanning();

      await bench.at.ask(`AT+CWLAP=${parameters}\r\n`, found + OK);
    });
  }

  for (const wrong of [
    '',
    ',"zz"',
    ',,15',
    ',,-1',
    ',,,2',
    ',,,0,1501',
    ',,,0,0,1501',
    ',,,0,0,0,0',
    'x',
  ]) {
    it(`refuses ${wrong || 'nothing'}`, async () => {
      await using bench = await scanning();

      await bench.at.ask(`AT+CWLAP=${wrong}\r\n`, ERROR);
    });
  }

  it('tells what AT+CWLAPOPT leaves of its lines, until a restart', async () => {
    await using bench = await scanning();

    await bench.at.ask('AT+CWLAPOPT=1,31\r\n', OK);
    await bench.at.ask(
      'AT+CWLAP="Safe"\r\n',
      `+CWLAP:(3,"Safe",-50,"10:01:00:c4:0a:53",11)\r\n${OK}`,
    );
    await bench.at.ask('AT+CWLAPOPT=0,0x402\r\n', OK);
    await bench.at.ask('AT+CWLAP="Safe"\r\n', `+CWLAP:("Safe",0)\r\n${OK}`);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+CWLAP="Safe"\r\n', LINES.Safe + OK);
  });

  it('leaves out the weak, and kinds of security', async () => {
    await using bench = await scanning();

    await bench.at.ask('AT+CWLAPOPT=1,2047,-40\r\n', OK);
    await bench.at.ask('AT+CWLAP\r\n', LINES.Espressif + LINES.MasseyWifi + OK);
    await bench.at.ask('AT+CWLAPOPT=1,2047,-100,8\r\n', OK);
    await bench.at.ask('AT+CWLAP\r\n', LINES.Safe + OK);
    for (const wrong of [
      '2,31',
      '1,2048',
      '1,31,41',
      '1,31,-101',
      '1,31,-100,65536',
      '1',
      '1,1,1,1,1',
    ]) {
      await bench.at.ask(`AT+CWLAPOPT=${wrong}\r\n`, ERROR);
    }
    await bench.at.ask('AT+CWLAP\r\n', LINES.Safe + OK);
  });

  for (const [release, answer] of [
    ['2.2.0.0', ERROR],
    ['3.4.0.0', LINES.MasseyWifi + LINES.Safe + OK],
  ] as const) {
    it(`while ${release} tries to come back to its access point`, async () => {
      await using bench = await scanning(releaseProfile(release));
      await bench.at.ask('AT+CWJAP="Espressif",""\r\n', JOINED + OK);
      const { world } = bench.network;
      bench.network.world = { ...world, accessPoints: world.accessPoints.slice(1) };
      await bench.at.expect('WIFI DISCONNECT\r\n');

      await bench.at.ask('AT+CWLAP\r\n', answer);
    });
  }
});
