import { benchBoard } from '../bench-board.ts';
import { Conversation } from '../conversation.ts';

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

describe('A host at the AT port', () => {
  /** A board, and a host that says at which rate it is. */
  const rated = async (baud: number) => {
    const bench = await benchBoard();
    const plug = bench.board.connectAt();
    plug.setBaudRate(baud);
    return { bench, plug, at: new Conversation(plug) };
  };

  it('hears OK at the old rate, and must follow to be understood', async () => {
    const { bench, plug, at } = await rated(115_200);
    await using _bench = bench;

    await at.ask('AT+UART_CUR=9600,8,1,0,0\r\n', OK);
    // Ten bits of the host are over within one of the board's: the line is high again when it looks.
    at.send('AT\r\n');
    plug.setBaudRate(9_600);
    await at.ask('AT\r\n', ERROR);
    await at.ask('AT\r\n', OK);
    await at.ask('AT+UART_CUR?\r\n', `+UART_CUR:9600,8,1,0,0\r\n${OK}`);
    await at.ask('AT+UART_CUR=115200,8,1,0,0\r\n', OK);
    plug.setBaudRate(115_200);

    await at.ask('AT\r\n', OK);
  });

  it('may follow within its listener', async () => {
    const { bench, plug, at } = await rated(115_200);
    await using _bench = bench;
    plug.once('data', () => {
      plug.setBaudRate(57_600);
      at.send('AT\r\n');
    });

    await at.ask('AT+UART_CUR=57600,8,1,0,0\r\n', OK + OK);
  });

  it('at the wrong rate hears as many bytes as the board sends, and none of them right', async () => {
    const { bench, plug, at } = await rated(115_200);
    await using _bench = bench;
    await at.ask('AT+UART_DEF=9600,8,1,0,0\r\n', OK);

    bench.board.reset();
    await at.expect('\0'.repeat('\r\nready\r\n'.length));
    plug.setBaudRate(9_600);

    await at.ask('AT\r\n', `AT\r\n${OK}`);
  });

  it('with eight bits to the byte hears the stop bit of a board with seven as the highest', async () => {
    const { bench, at } = await rated(115_200);
    await using _bench = bench;
    await at.ask('AT+UART_DEF=115200,7,1,0,0\r\n', OK);

    bench.board.reset();
    await at.expect('\x8d\x8a\xf2\xe5\xe1\xe4\xf9\x8d\x8a');

    // In the other direction the eighth bit of a letter, 0, is no stop bit.
    at.send('AT\r\n');
    bench.board.reset();
    await at.expect('\x8d\x8a\xf2\xe5\xe1\xe4\xf9\x8d\x8a');
  });

  it('that does not say its rate is always understood', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+UART_CUR=9600,8,1,2,0\r\n', OK);

    await bench.at.ask('AT\r\n', OK);
  });
});
