import { benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';
import { coded } from './mqtt-refusals.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const profile = releaseProfile('3.4.0.0');

describe('Station settings of the simulated modem', () => {
  it('take another MAC address, keep it over a restart, and lose it with a restore', async () => {
    await using bench = await benchBoard({ profile });
    const mac = (address: string): string => `+CIPSTAMAC:"${address}"\r\n${OK}`;

    await bench.at.ask('AT+CIPSTAMAC="1A:fe:35:98:d3:7b"\r\n', OK);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT+CIPSTAMAC?\r\n', mac('1a:fe:35:98:d3:7b'));
    await bench.at.ask('AT+RESTORE\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+CIPSTAMAC?\r\n', mac('10:01:00:c4:0a:24'));
  });

  it('refuse what is no MAC address of one station, with its code', async () => {
    await using bench = await coded({ profile });

    await bench.at.ask('AT+CIPSTAMAC="zz"\r\n', `ERR CODE:0x01070001\r\n${ERROR}`);
    await bench.at.ask('AT+CIPSTAMAC="01:00:00:00:00:00"\r\n', `ERR CODE:0x010a0000\r\n${ERROR}`);
  });

  it('name the station alone, until a restart', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask('AT+CWHOSTNAME="lab-7"\r\n', ERROR);
    await bench.at.ask('AT+CWMODE=3\r\n', OK);

    await bench.at.ask('AT+CWHOSTNAME="lab-7"\r\n', OK);
    await bench.at.ask('AT+CWHOSTNAME?\r\n', `+CWHOSTNAME:lab-7\r\n${OK}`);
    for (const wrong of ['""', `"${'h'.repeat(33)}"`, '"a","b"']) {
      await bench.at.ask(`AT+CWHOSTNAME=${wrong}\r\n`, ERROR);
    }
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.at.ask('AT+CWHOSTNAME?\r\n', `AT+CWHOSTNAME?\r\n+CWHOSTNAME:espressif\r\n${OK}`);
  });

  it('take a country, until a restart', async () => {
    await using bench = await benchBoard({ profile });

    await bench.at.ask('AT+CWCOUNTRY=0,"DE",1,13\r\n', OK);
    await bench.at.ask('AT+CWCOUNTRY?\r\n', `+CWCOUNTRY:0,"DE",1,13\r\n${OK}`);
    for (const wrong of ['2,"DE",1,13', '0,"de",1,13', '0,"DE",0,13', '0,"DE",3,13', '0,"DE",1']) {
      await bench.at.ask(`AT+CWCOUNTRY=${wrong}\r\n`, ERROR);
    }
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

    await bench.at.ask('AT+CWCOUNTRY?\r\n', `AT+CWCOUNTRY?\r\n+CWCOUNTRY:1,"CN",1,13\r\n${OK}`);
  });

  it('keep a board that shall not join by itself from joining at boot', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CWJAP="Espressif",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);

    await bench.at.ask('AT+CWAUTOCONN=0\r\n', OK);
    await bench.at.ask('AT+RST\r\n', `${OK}WIFI DISCONNECT\r\n\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+CWAUTOCONN?\r\n', `+CWAUTOCONN:0${OK}`);
    await bench.at.ask('AT+CWSTATE?\r\n', `+CWSTATE:0,""\r\n${OK}`);
  });

  for (const [line, answer] of [
    ['AT+SYSMSG=7', OK],
    ['AT+SYSMSG=8', ERROR],
    ['AT+SLEEP=3', OK],
    ['AT+SLEEP=4', ERROR],
    ['AT+CIPSNTPINTV=14', ERROR],
    ['AT+CIPSNTPINTV=4294967', OK],
    ['AT+CIPSNTPINTV=4294968', ERROR],
    // Listed, and not simulated.
    ['AT+BLEINIT?', ERROR],
    ['AT+HTTPCGET="http://a"', ERROR],
  ] as const) {
    it(`answer ${line} with ${answer.trim()}`, async () => {
      await using bench = await benchBoard({ profile });

      await bench.at.ask(`${line}\r\n`, answer);
    });
  }

  it('are unknown to 2.2.0.0 where that does not list them', async () => {
    await using bench = await coded();

    await bench.at.ask('AT+CIPSNTPINTV=14\r\n', `ERR CODE:0x01090000\r\n${ERROR}`);
  });
});
