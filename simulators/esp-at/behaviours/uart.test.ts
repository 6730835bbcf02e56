import { benchBoard } from '../bench-board.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';

describe('AT+UART', () => {
  const achieved: readonly (readonly [set: number, read: number])[] = [
    [9600, 9600],
    [57_600, 57_600],
    [74_880, 74_880],
    [115_200, 115_201],
    [230_400, 230_423],
    [460_800, 460_929],
    [921_600, 922_190],
    [1_500_000, 1_500_586],
    [2_000_000, 2_000_000],
    [3_000_000, 3_004_694],
  ];
  for (const [set, read] of achieved) {
    it(`reads ${read} where ${set} was set`, async () => {
      await using bench = await benchBoard();

      await bench.at.ask(`AT+UART_CUR=${set},8,1,0,3\r\n`, OK);

      await bench.at.ask('AT+UART_CUR?\r\n', `+UART_CUR:${read},8,1,0,3\r\n${OK}`);
      await bench.at.ask('AT+UART?\r\n', `+UART:${read},8,1,0,3\r\n${OK}`);
      await bench.at.ask('AT+UART_DEF?\r\n', `+UART_DEF:115200,8,1,0,1\r\n${OK}`);
    });
  }

  const refused: readonly (readonly [string, string])[] = [
    ['115200', '0x01080001'],
    ['115200,8,1,0', '0x01080004'],
    ['115200,8,1,0,x', '0x01080004'],
    ['115200,8,1,0,0,0', ''],
    ['115200,8,1,0,9', ''],
    ['115200,8,1,3,0', ''],
    ['115200,8,0,0,0', ''],
    ['115200,9,1,0,0', ''],
    ['79,8,1,0,0', ''],
    ['5000001,8,1,0,0', ''],
  ];
  for (const [parameters, code] of refused) {
    it(`refuses ${parameters} with ${code || 'no code'}`, async () => {
      await using bench = await benchBoard();
      await bench.at.ask('AT+SYSLOG=1\r\n', OK);
      const answer = (code && `ERR CODE:${code}\r\n`) + ERROR;

      for (const name of ['UART', 'UART_CUR', 'UART_DEF']) {
        await bench.at.ask(`AT+${name}=${parameters}\r\n`, answer);
      }

      await bench.at.ask('AT+UART_CUR?\r\n', `+UART_CUR:115201,8,1,0,1\r\n${OK}`);
    });
  }

  for (const [name, stored] of [
    ['UART_CUR', '115200,8,1,0,1'],
    ['UART_DEF', '57600,7,3,2,0'],
    ['UART', '57600,7,3,2,0'],
  ] as const) {
    it(`comes back to ${stored} after AT+${name} and a restart`, async () => {
      await using bench = await benchBoard();

      await bench.at.ask(`AT+${name}=57600,7,3,2,0\r\n`, OK);
      await bench.at.ask('AT+UART_CUR?\r\n', `+UART_CUR:57600,7,3,2,0\r\n${OK}`);
      await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

      await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
      await bench.at.ask('AT+UART_DEF?\r\n', `+UART_DEF:${stored}\r\n${OK}`);
      const now = stored.replace('115200', '115201');
      await bench.at.ask('AT+UART_CUR?\r\n', `+UART_CUR:${now}\r\n${OK}`);
    });
  }
});
