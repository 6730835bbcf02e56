import { startDnsServer } from '../../network/dns-server.ts';
import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const JOINED = 'WIFI CONNECTED\r\nWIFI GOT IP\r\n';
const JOIN = 'AT+CWJAP="Espressif",""\r\n';
const profile = releaseProfile('3.4.0.0');
const BY_HAND = 'AT+CIPSTA="10.0.2.77","10.0.2.9","255.255.0.0"\r\n';
const DEFAULT_SERVERS = `+CIPDNS:0,"208.67.222.222","8.8.8.8"\r\n${OK}`;

const address = (ip: string, gateway: string, netmask: string): string =>
  `+CIPSTA:ip:"${ip}"\r\n+CIPSTA:gateway:"${gateway}"\r\n+CIPSTA:netmask:"${netmask}"\r\n${OK}`;
const LEASED = address('10.0.2.15', '10.0.2.2', '255.255.255.0');
const GIVEN = address('10.0.2.77', '10.0.2.9', '255.255.0.0');

const station = async (): Promise<BenchBoard> => {
  const bench = await benchBoard({ profile });
  await bench.at.ask('AT+CWMODE=1\r\n', OK);
  return bench;
};

const restarted = async (bench: BenchBoard, lines: string): Promise<void> => {
  await bench.at.ask('AT+RST\r\n', `${OK}${lines}`);
  await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
};

describe('The station has an address', () => {
  it('that was given by hand instead of DHCP, over a restart, until DHCP is wanted again', async () => {
    await using bench = await station();
    const { world } = bench.network;
    bench.network.world = { ...world, dhcp: { ...world.dhcp, answers: false } };

    await bench.at.ask(BY_HAND, OK);
    await bench.at.ask('AT+CIPSTA?\r\n', GIVEN);
    await bench.at.ask('AT+CWDHCP?\r\n', `+CWDHCP:2${OK}`);
    await bench.at.ask(JOIN, JOINED + OK);
    await bench.at.ask('AT+CIPSTA?\r\n', GIVEN);
    await bench.at.ask(
      'AT+CIFSR\r\n',
      `+CIFSR:STAIP,"10.0.2.77"\r\n+CIFSR:STAMAC,"10:01:00:c4:0a:24"\r\n${OK}`,
    );
    await restarted(bench, `WIFI DISCONNECT\r\n\r\nready\r\n${JOINED}`);
    await bench.at.ask('AT+CIPSTA?\r\n', GIVEN);
    bench.network.world = world;
    await bench.at.ask('AT+CWDHCP=1,1\r\n', OK);

    await bench.at.ask('AT+CWDHCP?\r\n', `+CWDHCP:3${OK}`);
    await bench.at.ask('AT+CIPSTA?\r\n', LEASED);
  });

  it('with a gateway and a mask of its own where it is given alone', async () => {
    await using bench = await station();

    await bench.at.ask('AT+CIPSTA="192.168.7.20"\r\n', OK);

    await bench.at.ask('AT+CIPSTA?\r\n', address('192.168.7.20', '192.168.7.1', '255.255.255.0'));
  });

  it('from nobody, where DHCP is off and none was given', async () => {
    await using bench = await station();
    await bench.at.ask('AT+CWDHCP=0,1\r\n', OK);

    await bench.at.ask(
      'AT+CWJAP="Espressif","",,,,,,3\r\n',
      `WIFI CONNECTED\r\nWIFI DISCONNECT\r\n+CWJAP:1\r\n${ERROR}`,
    );
  });

  it('by the settings of the moment where they are not stored', async () => {
    await using bench = await station();
    await bench.at.ask('AT+SYSSTORE=0\r\n', OK);
    await bench.at.ask(BY_HAND, OK);
    await bench.at.ask('AT+CIPDNS=1,"10.9.9.9"\r\n', OK);

    await restarted(bench, '\r\nready\r\n');

    await bench.at.ask('AT+CWDHCP?\r\n', `+CWDHCP:3${OK}`);
    await bench.at.ask('AT+CIPSTA?\r\n', address('0.0.0.0', '0.0.0.0', '0.0.0.0'));
    await bench.at.ask('AT+CIPDNS?\r\n', DEFAULT_SERVERS);
  });

  for (const line of [
    'AT+CIPSTA="10.0.2.300"',
    'AT+CIPSTA="ten"',
    'AT+CIPSTA="10.0.2.7","10.0.2.2"',
    'AT+CIPSTA="10.0.2.7","10.0.2.2","255.255.255.0",1',
    'AT+CIPSTA=10',
    'AT+CWDHCP=2,1',
    'AT+CWDHCP=1,0',
    'AT+CWDHCP=1,4',
    'AT+CWDHCP=1',
    'AT+CWDHCP=1,1,1',
    'AT+CIPDNS=2',
    'AT+CIPDNS=1,"x"',
    'AT+CIPDNS=1,"10.0.0.1","10.0.0.1"',
    'AT+CIPDNS=1,"10.0.0.1","10.0.0.2","10.0.0.3","10.0.0.4"',
  ]) {
    it(`but not by ${line}`, async () => {
      await using bench = await station();

      await bench.at.ask(`${line}\r\n`, ERROR);
      await bench.at.ask('AT+CWDHCP?\r\n', `+CWDHCP:3${OK}`);
      await bench.at.ask('AT+CIPDNS?\r\n', DEFAULT_SERVERS);
    });
  }
});

describe('Name servers', () => {
  it('are DHCP first once joined, unless the address was given by hand', async () => {
    await using bench = await station();
    await bench.at.ask('AT+CIPDNS?\r\n', DEFAULT_SERVERS);
    await bench.at.ask(JOIN, JOINED + OK);

    await bench.at.ask('AT+CIPDNS?\r\n', `+CIPDNS:0,"10.0.2.3","8.8.8.8"\r\n${OK}`);
    await bench.at.ask(BY_HAND, OK);
    await bench.at.ask('AT+CIPDNS?\r\n', DEFAULT_SERVERS);
  });

  it('are those given by hand, over a restart, and the defaults where none was given', async () => {
    await using bench = await station();

    await bench.at.ask('AT+CIPDNS=1,"10.9.9.9","10.9.9.8"\r\n', OK);
    await restarted(bench, '\r\nready\r\n');
    await bench.at.ask('AT+CIPDNS?\r\n', `+CIPDNS:1,"10.9.9.9","10.9.9.8"\r\n${OK}`);
    await bench.at.ask('AT+CIPDNS=1\r\n', OK);
    await bench.at.ask('AT+CIPDNS?\r\n', `+CIPDNS:1,"208.67.222.222","8.8.8.8"\r\n${OK}`);
    await bench.at.ask('AT+CIPDNS=0\r\n', OK);

    await bench.at.ask('AT+CIPDNS?\r\n', DEFAULT_SERVERS);
  });

  it('are really asked', async () => {
    await using server = await startDnsServer({ names: () => ({ 'broker.test': '10.0.2.2' }) });
    await using bench = await station();
    const { world } = bench.network;
    bench.network.world = { ...world, routes: { '10.9.9.9:53': server.endpoint } };
    await bench.at.ask(JOIN, JOINED + OK);

    await bench.at.ask('AT+CIPDOMAIN="broker.test"\r\n', ERROR);
    await bench.at.ask('AT+CIPDNS=1,"10.9.9.9"\r\n', OK);

    await bench.at.ask('AT+CIPDOMAIN="broker.test"\r\n', `+CIPDOMAIN:"10.0.2.2"\r\n${OK}`);
  });
});
