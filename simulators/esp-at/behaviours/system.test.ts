import { expect } from 'chai';
import { commands } from '../../../harness/at/commands/index.ts';
import { benchBoard } from '../bench-board.ts';
import { RELEASES, releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';

describe('AT 2.2.0.0', () => {
  it('tells its version in four lines', async () => {
    await using bench = await benchBoard();

    await bench.at.ask(
      'AT+GMR\r\n',
      'AT version:2.2.0.0(c6fa6bf - ESP32 - Jul  2 2021 06:44:05)\r\n' +
        'SDK version:v4.2.2-76-gefa6eca\r\n' +
        'compile time(3a696ba):Jul  2 2021 11:54:43\r\n' +
        `Bin version:2.2.0(WROOM-32)\r\n${OK}`,
    );
  });

  it('lists its commands with their forms', async () => {
    await using bench = await benchBoard();
    const { commands: forms } = releaseProfile('2.2.0.0');

    bench.at.send('AT+CMD?\r\n');
    const lines = (await bench.at.through(OK)).split('\r\n');

    expect(lines.slice(0, 4)).to.deep.equal([
      '+CMD:0,"AT",0,0,0,1',
      '+CMD:1,"ATE0",0,0,0,1',
      '+CMD:2,"ATE1",0,0,0,1',
      '+CMD:3,"AT+RST",0,0,0,1',
    ]);
    expect(lines.filter((line) => line.startsWith('+CMD:'))).to.have.length(forms.size);
    expect(lines).to.include(
      `+CMD:${[...forms.keys()].indexOf('AT+SYSFLASH')},"AT+SYSFLASH",0,1,1,0`,
    );
  });

  it('is not the only one: each operation of the command table is in the list of a release', () => {
    const lists = RELEASES.map((release) => releaseProfile(release).commands);

    // Only firmware that somebody builds for himself has this one.
    const { files: _ownBuilds, ...published } = commands;

    for (const { command, spelling } of Object.values(published).flatMap((entry) =>
      Object.values(entry),
    )) {
      const listed = lists.some((forms) => forms.get(command)?.includes(spelling));
      expect(listed, `${spelling} ${command}`).to.equal(true);
    }
  });

  it('tells its free memory without a line end of its own', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+SYSRAM?\r\n', `+SYSRAM:162716,158352${OK}`);
  });

  for (const name of ['SYSLOG', 'SYSSTORE']) {
    it(`takes 0 and 1 for AT+${name}, and forgets it with a restart`, async () => {
      await using bench = await benchBoard();
      const initial = name === 'SYSLOG' ? 0 : 1;

      await bench.at.ask(`AT+${name}?\r\n`, `+${name}:${initial}\r\n${OK}`);
      await bench.at.ask(`AT+${name}=${1 - initial}\r\n`, OK);
      await bench.at.ask(`AT+${name}?\r\n`, `+${name}:${1 - initial}\r\n${OK}`);
      await bench.at.ask('AT+SYSLOG=0\r\n', OK);
      for (const wrong of ['2', '-1', '"1"', '', '1,1']) {
        await bench.at.ask(`AT+${name}=${wrong}\r\n`, ERROR);
      }
      await bench.at.ask(`AT+${name}=${1 - initial}\r\n`, OK);
      await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);

      await bench.at.ask(`AT+${name}?\r\n`, `AT+${name}?\r\n+${name}:${initial}\r\n${OK}`);
    });
  }

  it('restarts once for lines that stand behind AT+RST', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+RST\r\nAT\r\nAT\r\n', `\r\nbusy p...\r\n${OK}\r\nready\r\n`);

    await bench.at.ask('AT\r\n', `AT\r\n${OK}`);
  });

  it('is busy from the OK of a restart on, and deaf until it is ready', async () => {
    await using bench = await benchBoard({ pace: 10 });

    await bench.at.ask('AT+RST\r\n', OK);
    await bench.at.ask('AT\r\n', '\r\nbusy p...\r\n');
    await bench.log.through('SW_CPU_RESET');
    bench.at.send('AT\r\nAT+SYSLOG=1\r\nx');

    await bench.at.expect('\r\nready\r\n');
    await bench.at.ask('AT+SYSLOG?\r\n', `AT+SYSLOG?\r\n+SYSLOG:0\r\n${OK}`);
  });
});
