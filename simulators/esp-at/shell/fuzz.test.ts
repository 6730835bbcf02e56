import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { type BenchBoard, benchBoard } from '../bench-board.ts';

const WORDS = [
  'AT',
  'AT+',
  '\r\n',
  '\r',
  '\n',
  '\0',
  '=',
  '?',
  '=?',
  ',',
  '"',
  '\\',
  '0x',
  '-1',
  '4294967296',
  '99999999999999999999',
  '"mqtt_cert"',
  '"fatfs"',
  'AT+SYSFLASH=1,"fatfs",0,7\r\n',
  'AT+SYSFLASH=2,"fatfs",0,9\r\n',
  'AT+SYSFLASH=0,"fatfs",4096,4096\r\n',
  'AT+CWMODE=',
  'AT+CWJAP=',
  'AT+CWQAP\r\n',
  'AT+CIPSNTPCFG=1,8,"a"\r\n',
  'AT+SYSTIMESTAMP=',
  'AT+CIPSNTPTIME?\r\n',
  'AT+UART_CUR=',
  'AT+MQTTUSERCFG=0,1,"a","","",0,0,""\r\n',
  'AT+MQTTCONNCFG=',
  'AT+MQTTCONN=0,"',
  'AT+MQTTPUB=',
  'AT+MQTTCLEAN=0\r\n',
  'AT+RST\r\n',
  'AT+RESTORE\r\n',
  'ATE1\r\n',
  'AT+SYSLOG=1\r\n',
];

const garbage = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

/** The state in which every test of this file begins. */
const restarted = async ({ board, at }: BenchBoard): Promise<void> => {
  board.powerOff();
  await setImmediate();
  at.forget();
  board.powerOn();
  await at.expect('\r\nready\r\n');
  await at.ask('ATE0\r\n', 'ATE0\r\n\r\nOK\r\n');
};

describe('Any bytes at the AT port', () => {
  it('leave a board that answers after its next reset, and a log without a panic', async () => {
    await using bench = await benchBoard();

    await fc.assert(
      fc.asyncProperty(
        fc.array(garbage, { maxLength: 30 }),
        fc.boolean(),
        async (pieces, isPatient) => {
          for (const piece of pieces) {
            bench.at.send(piece);
            if (isPatient) await setImmediate();
          }

          await restarted(bench);
          await bench.at.ask('AT\r\n', '\r\nOK\r\n');
          expect(bench.log.unread).not.to.include('Guru');
        },
      ),
      { numRuns: 100 },
    );
  });
});

type Row = readonly [sent: string, answer: string];

/** Lines that need nothing but the shell, a way to put the echo into their answers, and raw data between. */
const SESSION: readonly Row[] = [
  ['AT\r\n', '\r\nOK\r\n'],
  ['AT+SYSLOG=1\r\n', '\r\nOK\r\n'],
  ['AT+CWMODE=9\r\n', 'ERR CODE:0x01070001\r\n\r\nERROR\r\n'],
  ['AT+SYSFLASH=0,"mqtt_ca"\r\n', '\r\nOK\r\n'],
  ['AT+SYSFLASH=1,"mqtt_ca",0,12\r\n', '>'],
  ['AT\r\nAT+RST\r\n', '\r\nOK\r\n'],
  ['AT+SYSFLASH=2,"mqtt_ca",0,14\r\n', '+SYSFLASH:14,AT\r\nAT+RST\r\n\xff\xff\r\nOK\r\n'],
  ['\r\n', 'ERR CODE:0x01030000\r\n\r\nERROR\r\n'],
  ['\0AT+SYSLOG?\r\n', '+SYSLOG:1\r\n\r\nOK\r\n'],
];

const isData = (row: number): boolean => SESSION[row - 1]?.[1] === '>';

describe('A session', () => {
  it('runs alike however its writes are cut', async () => {
    await using bench = await benchBoard();

    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(fc.nat(20)), async (hasEcho, cuts) => {
        await restarted(bench);
        if (hasEcho) await bench.at.ask('ATE1\r\n', '\r\nOK\r\n');

        for (const [row, [sent, answer]] of SESSION.entries()) {
          const lengths = [...cuts];
          for (let from = 0; from < sent.length; ) {
            const length = Math.max(1, lengths.pop() ?? sent.length);
            bench.at.send(sent.slice(from, from + length));
            from += length;
          }
          const echo = hasEcho && !isData(row) ? sent.replaceAll('\0', '') : '';
          await bench.at.expect(echo + answer);
        }
      }),
      { numRuns: 50 },
    );
  });
});
