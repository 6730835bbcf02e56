import { type BenchBoard, benchBoard } from '../bench-board.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';

/** `6027` for a code of the MQTT commands, `80007` for one of the shell's, and both where both are told. */
export const codeLines = (codes: string): string =>
  codes
    .split(' ')
    .filter(Boolean)
    .map((code) => `ERR CODE:0x010${code.length === 4 ? `a${code}` : code}\r\n`)
    .join('');

/** A line without its end, and the codes with which it is refused. */
export type Row = readonly [line: string, codes: string];

/** A test for each row, on a board of its own. */
export const describeRefusals = (rows: readonly Row[], bring: () => Promise<BenchBoard>): void => {
  for (const [line, codes] of rows) {
    it(`refuses ${line.slice(0, 60)} with ${codes || 'no code'}`, async () => {
      await using bench = await bring();

      await bench.at.ask(`${line}\r\n`, codeLines(codes) + ERROR);
      await bench.at.ask('AT\r\n', OK);
    });
  }
};

/** A board that tells codes. */
export const coded = async (
  options: Parameters<typeof benchBoard>[0] = {},
): Promise<BenchBoard> => {
  const bench = await benchBoard(options);
  await bench.at.ask('AT+SYSLOG=1\r\n', OK);
  return bench;
};

export const USER = 'AT+MQTTUSERCFG=0,1,"cid","u","p",0,0,""\r\n';

/** Refused before their parameters are looked at. */
export const NOT_CONNECTED: readonly string[] = [
  'AT+MQTTSUB=0,"t",0',
  'AT+MQTTSUB=0',
  'AT+MQTTUNSUB=0,"t"',
  'AT+MQTTPUB=0,"t","d",0,0',
  'AT+MQTTPUB=0,t',
  'AT+MQTTPUB=0,"",x',
  'AT+MQTTPUBRAW=0,"t",3,0,0',
  'AT+MQTTPUBRAW=0,"t",0',
];
