import { benchBoard } from '../bench-board.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const BUSY = '\r\nbusy p...\r\n';

type Row = readonly [sent: string, answer: string];

/** Writes of one session, in order, with what v3.4.0.0 answered to each (echo off). */
const SESSIONS: Readonly<Record<string, readonly Row[]>> = {
  'takes letters of either case': [
    ['at\r\n', OK],
    ['At\r\n', OK],
    ['aT+syslog?\r\n', '+SYSLOG:0\r\n\r\nOK\r\n'],
  ],
  'refuses what is no command': [
    ['AT \r\n', ERROR],
    ['AT+\r\n', ERROR],
    ['AT+GMR \r\n', ERROR],
    [' AT\r\n', ERROR],
    ['ATE\r\n', ERROR],
    ['ATE2\r\n', ERROR],
    ['ATX\r\n', ERROR],
    ['XAT\r\n', ERROR],
    ['FOO\r\n', ERROR],
    ['AT+FOO\r\n', ERROR],
    ['AT+FOO?\r\n', ERROR],
    ['AT+FOO=1\r\n', ERROR],
    ['AT+FOO=?\r\n', ERROR],
    ['AT+GMR;AT\r\n', ERROR],
    ['AT\r\n', OK],
  ],
  'refuses forms that a command does not have': [
    ['AT+GMR?\r\n', ERROR],
    ['AT+GMR=1\r\n', ERROR],
    ['AT+GMR=?\r\n', ERROR],
    ['AT+RST?\r\n', ERROR],
    ['AT+RST=1\r\n', ERROR],
    ['AT+CWMODE\r\n', ERROR],
    ['AT+CWMODE=\r\n', ERROR],
    ['AT+CWMODE=?\r\n', ERROR],
    ['AT+CWMODE?x\r\n', ERROR],
    ['AT+MQTTUSERCFG?\r\n', ERROR],
    ['AT\r\n', OK],
  ],
  'ends a line with CR LF alone': [
    ['\r', ''],
    ['\n', ERROR],
    ['\r\n', ERROR],
    ['AT\n', ''],
    ['\r\n', ERROR],
    ['AT\r', ''],
    ['\n', OK],
    ['\n', ''],
    ['AT\r\n', ERROR],
    ['AT\n\r', ''],
    ['\r\n', ERROR],
    ['A', ''],
    ['T\r\n', OK],
    ['+++', ''],
    ['\r\n', ERROR],
    ['AT\r\n', OK],
  ],
  'parses on behind a line that is no command': [
    ['\r\n\r\n\r\n', ERROR + ERROR + ERROR],
    ['\r\nAT\r\n', ERROR + OK],
    ['FOO\r\nAT\r\n', ERROR + OK],
    ['FOO\r\nA', ERROR],
    ['T\r\n', OK],
  ],
  'is busy once for all that stands behind a command': [
    ['AT\r\nAT\r\n', BUSY + OK],
    ['AT\r\nAT+GMR\r\nAT\r\n', BUSY + OK],
    ['AT\r\n\r\n', BUSY + OK],
    ['AT\r\n\n', BUSY + OK],
    ['AT\r\n\0', BUSY + OK],
    ['AT+FOO\r\nAT\r\n', BUSY + ERROR],
    ['AT+SYSRAM?\r\nx', `${BUSY}+SYSRAM:162716,158352\r\nOK\r\n`],
    ['AT\r\n', OK],
  ],
  'forgets everything up to a NUL': [
    ['AT\0\r\n', ERROR],
    ['\0AT\r\n', OK],
    ['A\0T\r\n', ERROR],
    ['\0\0\0\r\n', ERROR],
    ['xyz', ''],
    ['\0', ''],
    ['AT\r\n', OK],
  ],
  'takes control characters and bytes from 80 on as wrong characters': [
    ['AT\b\r\n', ERROR],
    ['ATX\b\r\n', ERROR],
    ['AT\x7f\r\n', ERROR],
    ['\x1b\r\n', ERROR],
    ['\xff\xfe\x80\r\n', ERROR],
    ['AT\r\n', OK],
  ],
  'answers a line of any length once': [
    ...[250, 253, 254, 255, 256, 257, 258, 300, 512, 1024, 5000].flatMap((length): Row[] => [
      [`AT+${'A'.repeat(length - 3)}\r\n`, ERROR],
      ['AT\r\n', OK],
    ]),
  ],
  'forgets 256 bytes without a line end, but for a CR': [
    ['B'.repeat(300), ''],
    ['\r\n', ERROR],
    ['B'.repeat(256), ''],
    ['AT\r\n', OK],
    ['B'.repeat(255), ''],
    ['AT\r\n', ERROR],
    [`${'B'.repeat(255)}\r`, ''],
    ['\n', ERROR],
    [`${'B'.repeat(254)}\r`, ''],
    ['\n', ERROR],
    ['AT\r\n', OK],
  ],
};

describe('The line discipline', () => {
  for (const [title, rows] of Object.entries(SESSIONS)) {
    it(title, async () => {
      await using bench = await benchBoard();

      for (const [sent, answer] of rows) await bench.at.ask(sent, answer);

      await bench.at.ask('AT+SYSSTORE?\r\n', `+SYSSTORE:1\r\n${OK}`);
    });
  }

  it('takes 254 characters before CR LF, and not 255', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('AT+SYSLOG=1\r\n', OK);
    const user = (length: number): string => {
      const line = `AT+MQTTUSERCFG=0,1,"","","",0,0,""`;
      return line.replace('""', `"${'c'.repeat(length - line.length)}"`);
    };

    await bench.at.ask(`${user(254)}\r\n`, OK);
    await bench.at.ask(`${user(255)}\r\n`, `ERR CODE:0x01030000\r\n${ERROR}`);
  });

  const codes: readonly Row[] = [
    ['\r\n', '0x01030000'],
    ['FOO\r\n', '0x01030000'],
    ['\nAT\r\n', '0x01030000'],
    [`AT+${'A'.repeat(252)}\r\n`, '0x01030000'],
    ['AT \r\n', '0x01090000'],
    ['AT+\r\n', '0x01090000'],
    ['AT+FOO\r\n', '0x01090000'],
    ['AT+FOO=1\r\n', '0x01090000'],
    ['AT+CWMODE?x\r\n', '0x01090000'],
    ['AT+SYSMFG?\r\n', '0x01090000'],
    ['AT+GMR?\r\n', ''],
    ['AT+CWMODE\r\n', ''],
    ['AT+CWMODE=\r\n', ''],
    ['AT+CWMODE=?\r\n', ''],
    ['AT+RST=1\r\n', ''],
    ['AT+CWMODE=1,1,3\r\n', ''],
    ['AT+CWMODE= 1\r\n', '0x01080000'],
    ['AT+CWMODE=a\r\n', '0x01080000'],
    ['AT+CWMODE="1"\r\n', '0x01080000'],
    ['AT+CWMODE=1,\r\n', '0x01080001'],
    ['AT+CWMODE=9\r\n', '0x01070001'],
    ['AT+CWMODE=9,2,3\r\n', '0x01070001'],
    ['AT+CWMODE=-1\r\n', '0x01070001'],
  ];
  for (const [sent, code] of codes) {
    it(`tells ${code || 'no code'} for ${JSON.stringify(sent).slice(0, 40)} after AT+SYSLOG=1`, async () => {
      await using bench = await benchBoard();
      await bench.at.ask('AT+SYSLOG=1\r\n', OK);

      await bench.at.ask(sent, (code && `ERR CODE:${code}\r\n`) + ERROR);
    });
  }

  it('puts the code of busy in front of it', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('AT+SYSLOG=1\r\n', OK);

    await bench.at.ask('AT\r\nAT\r\n', `ERR CODE:0x010b0000\r\n${BUSY}${OK}`);
  });
});
