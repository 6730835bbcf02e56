import { expect } from 'chai';
import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';
import { coded } from './mqtt-refusals.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const PROMPT = `${OK}\r\n>`;
const profile = releaseProfile('3.4.0.0');

const filter = async (
  { at }: BenchBoard,
  operation: 1 | 2,
  head: string,
  tail: string,
  result: string,
): Promise<void> => {
  const line = `AT+SYSMSGFILTERCFG=${operation},${head.length},${tail.length}\r\n`;
  await at.ask(line, PROMPT);
  await at.ask(head + tail, result);
};

describe('AT+SYSMSGFILTER', () => {
  it('makes messages vanish, once it is on, until it is off', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+SYSMSGFILTER?\r\n', `+SYSMSGFILTER:0\r\n${OK}`);
    await filter(bench, 1, '^WIFI CONNECTED\r\n', '', OK);
    const join = 'AT+CWJAP="Espressif",""\r\n';

    await bench.at.ask(join, `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);
    await bench.at.ask('AT+SYSMSGFILTER=1\r\n', OK);
    await bench.at.ask(join, `WIFI DISCONNECT\r\nWIFI GOT IP\r\n${OK}`);
    await bench.at.ask('AT+SYSMSGFILTER?\r\n', `+SYSMSGFILTER:1\r\n${OK}`);
    await filter(bench, 2, '^WIFI CONNECTED\r\n', '', OK);
    await bench.at.ask(join, `WIFI DISCONNECT\r\nWIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);
    await filter(bench, 1, '^WIFI', '', OK);
    await bench.at.ask('AT+SYSMSGFILTER=0\r\n', OK);

    await bench.at.ask(join, `WIFI DISCONNECT\r\nWIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);
  });

  it('cuts the head and the tail out of a message that has both, and leaves what is between', async () => {
    await using bench = await benchBoard({ profile });
    await filter(bench, 1, '^+CW[A-Z]*:', '\r\n$', OK);
    await bench.at.ask('AT+SYSMSGFILTER=1\r\n', OK);

    await bench.at.ask('AT+CWMODE?\r\n', `2${OK}`);
    // It has no line end of its own, so no tail.
    await bench.at.ask('AT+CWDHCP?\r\n', `+CWDHCP:3${OK}`);
  });

  it('takes the result for a message of its own', async () => {
    await using bench = await benchBoard({ profile });
    await filter(bench, 1, '', '\r\nOK\r\n$', OK);
    await bench.at.ask('AT+SYSMSGFILTER=1\r\n', '');

    await bench.at.ask('AT+CWMODE?\r\n', '+CWMODE:2\r\n');
    await bench.at.ask('AT+NONE\r\n', ERROR);
    await bench.at.ask('AT+CWSTATE?\r\n', '+CWSTATE:0,""\r\n');
  });

  it('lets only the first filter that fits have a message', async () => {
    await using bench = await benchBoard({ profile });
    await filter(bench, 1, '^+CWMODE:', '', OK);
    await filter(bench, 1, '2', '', OK);
    await bench.at.ask('AT+SYSMSGFILTER=1\r\n', OK);

    await bench.at.ask('AT+CWMODE?\r\n', `2\r\n${OK}`);
  });

  it('leaves the echo alone, and is forgotten with a restart', async () => {
    await using bench = await benchBoard({ profile });
    await filter(bench, 1, 'AT', '', OK);
    await bench.at.ask('AT+SYSMSGFILTER=1\r\n', OK);
    await bench.at.ask('ATE1\r\n', OK);

    await bench.at.ask('AT\r\n', `AT\r\n${OK}`);
    await bench.at.ask('AT+RST\r\n', `AT+RST\r\n${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+SYSMSGFILTER?\r\n', `+SYSMSGFILTER:0\r\n${OK}`);
    await bench.at.ask('AT+SYSMSGFILTERCFG?\r\n', OK);
  });

  it('is unknown to 2.2.0.0', async () => {
    await using bench = await coded();

    await bench.at.ask('AT+SYSMSGFILTER=1\r\n', `ERR CODE:0x01090000\r\n${ERROR}`);
  });
});

describe('AT+SYSMSGFILTERCFG', () => {
  it('lists its filters in the order in which they were added', async () => {
    await using bench = await benchBoard({ profile });
    await filter(bench, 1, '^A', 'b$', OK);
    await filter(bench, 1, '', 'c', OK);
    const first = '+SYSMSGFILTERCFG:0,"^A","b$"\r\n';

    await bench.at.ask('AT+SYSMSGFILTERCFG?\r\n', `${first}+SYSMSGFILTERCFG:1,"","c"\r\n${OK}`);
    await filter(bench, 2, '^A', 'c', ERROR);
    await filter(bench, 2, '', 'c', OK);
    await bench.at.ask('AT+SYSMSGFILTERCFG?\r\n', first + OK);
    await bench.at.ask('AT+SYSMSGFILTERCFG=0\r\n', OK);

    await bench.at.ask('AT+SYSMSGFILTERCFG?\r\n', OK);
  });

  it('refuses what is no basic regular expression, and takes the longest there is', async () => {
    await using bench = await benchBoard({ profile });

    await filter(bench, 1, 'a\\(', '', ERROR);
    await filter(bench, 1, '', '[a', ERROR);
    await filter(bench, 1, 'h'.repeat(64), 't'.repeat(64), OK);
  });

  it('drops what comes behind the patterns, as the other commands with two OKs do', async () => {
    await using bench = await benchBoard({ profile });

    await bench.at.ask('AT+SYSMSGFILTERCFG=1,1,0\r\n', PROMPT);
    await bench.at.ask('aAT\r\n', `\r\nbusy p...\r\n${OK}`);
  });

  for (const parameters of [
    '1',
    '1,0,0',
    '1,65,0',
    '1,0,65',
    '1,-1,2',
    '1,1',
    '1,1,1,1',
    '0,1',
    '3',
    'x',
  ]) {
    it(`refuses ${parameters}`, async () => {
      await using bench = await benchBoard({ profile });

      await bench.at.ask(`AT+SYSMSGFILTERCFG=${parameters}\r\n`, ERROR);
    });
  }
});

describe('AT+SYSMSG', () => {
  it('is kept over a restart, unless settings are not stored', async () => {
    await using bench = await benchBoard({ profile });

    await bench.at.ask('AT+SYSMSG=5\r\n', OK);
    await bench.at.ask('AT+SYSSTORE=0\r\n', OK);
    await bench.at.ask('AT+SYSMSG=2\r\n', OK);
    await bench.at.ask('AT+SYSMSG?\r\n', `+SYSMSG:2${OK}`);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+SYSMSG?\r\n', `+SYSMSG:5${OK}`);
    expect(bench.at.unread).to.equal('');
  });
});
