import { benchBoard } from '../bench-board.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const BUSY = '\r\nbusy p...\r\n';

describe('The echo', () => {
  it('returns what came, up to the first line end', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('ATE1\r\n', OK);

    await bench.at.ask('AT\r\n', `AT\r\n${OK}`);
    await bench.at.ask('AT\r\nAT\r\n', `AT\r\n${BUSY}${OK}`);
    await bench.at.ask('AT\0\r\n', `AT\r\n${ERROR}`);
    await bench.at.ask(`${'B'.repeat(300)}\r\n`, `${'B'.repeat(300)}\r\n${ERROR}`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await bench.at.ask('AT\r\n', OK);
  });

  it('does not wait for the line end', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('ATE1\r\n', OK);

    await bench.at.ask('A', 'A');
    await bench.at.ask('T', 'T');
    await bench.at.ask('\r', '\r');
    await bench.at.ask('\n', `\n${OK}`);
  });

  it('keeps quiet while a command runs and while raw data is entered', async () => {
    await using bench = await benchBoard();
    await bench.at.ask('ATE1\r\n', OK);

    await bench.at.ask('AT+SYSFLASH=1,"fatfs",0,4\r\n', `AT+SYSFLASH=1,"fatfs",0,4\r\n>`);
    await bench.at.ask('wxyzAT\r\n', `${OK}AT\r\n${OK}`);
    await bench.at.ask('AT+CWMODE=1\r\n', `AT+CWMODE=1\r\n${OK}`);
    bench.at.send('AT+CWLAP\r\n');
    bench.at.send('AT\r\n');
    await bench.at.expect(`AT+CWLAP\r\n${BUSY}`);
  });
});

describe('A running command', () => {
  it('refuses each chunk once, whatever is in it', async () => {
    await using bench = await benchBoard({ pace: 4 });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);

    bench.at.send('AT+CWLAP\r\n');
    for (const chunk of ['AT+GMR\r\n', 'A', '\r\n', 'AT\r\nAT\r\n', '\0', 'x'.repeat(1000)]) {
      await bench.at.ask(chunk, BUSY);
    }

    await bench.at.through(OK);
    await bench.at.ask('AT\r\n', OK);
  });

  const interrupted: Readonly<Record<string, string>> = {
    'a scan': 'AT+CWLAP\r\n',
    'a failing join': 'AT+CWJAP="nobody","12345678"\r\n',
    'a join that would succeed': 'AT+CWJAP="Espressif",""\r\n',
  };
  for (const [what, command] of Object.entries(interrupted)) {
    it(`is left by a forced restart: ${what}`, async () => {
      await using bench = await benchBoard({ pace: 10 });
      await bench.at.ask('AT+SYSSTORE=0\r\n', OK);
      await bench.at.ask('AT+CWMODE=1\r\n', OK);

      bench.at.send(command);
      bench.at.send('AT+RS');
      bench.at.send('T\r\n');
      bench.at.send('xxAT+RST\r\nyy');
      bench.at.send('AT+RST\r\n');

      await bench.at.expect(`${BUSY}${BUSY}\r\nWill force to restart!!!\r\n${OK}${BUSY}`);
      await bench.at.expect('\r\nready\r\n');
      await bench.at.ask('AT\r\n', `AT\r\n${OK}`);
      await bench.log.through('SW_CPU_RESET');
      await bench.log.through('2.2.0\r\r\n');
    });
  }
});
