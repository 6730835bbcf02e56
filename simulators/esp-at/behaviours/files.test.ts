import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { RELEASES, releaseProfile } from '../releases/releases.ts';
import { coded } from './mqtt-refusals.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';

/** A build of one's own, with the file system switched on. */
const withFiles = (): Promise<BenchBoard> => {
  const profile = releaseProfile('3.4.0.0');
  const commands = new Map([...profile.commands, ['AT+FS', ['set']] as const]);
  return benchBoard({ profile: { ...profile, commands } });
};

describe('AT+FS', () => {
  it('keeps files over a restart, and tells of them', async () => {
    await using bench = await withFiles();
    await bench.at.ask('AT+FS=0,4,"."\r\n', OK);

    await bench.at.ask('AT+FS=0,1,"a.txt",0,6\r\n', '>');
    await bench.at.ask('\r\nOK\r\n', OK);
    await bench.at.ask('AT+FS=0,1,"b",3,2\r\n', '>');
    await bench.at.ask('xy', OK);
    await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+FS=0,4,"."\r\n', `+FS:a.txt\r\n+FS:b\r\n${OK}`);
    await bench.at.ask('AT+FS=0,2,"a.txt",0,6\r\n', `+FS:6,\r\nOK\r\n${OK}`);
    await bench.at.ask('AT+FS=0,2,"a.txt",2,100\r\n', `+FS:4,OK\r\n${OK}`);
    await bench.at.ask('AT+FS=0,2,"a.txt",9,1\r\n', `+FS:0,${OK}`);
    await bench.at.ask('AT+FS=0,3,"b"\r\n', `+FS:5\r\n${OK}`);
    await bench.at.ask('AT+FS=0,2,"b",0,5\r\n', `+FS:5,\0\0\0xy${OK}`);
    await bench.at.ask('AT+FS=0,0,"a.txt"\r\n', OK);
    await bench.at.ask('AT+FS=0,0,"a.txt"\r\n', ERROR);
    await bench.at.ask('AT+FS=0,4,"."\r\n', `+FS:b\r\n${OK}`);
  });

  it('loses them when AT+SYSFLASH erases their partition', async () => {
    await using bench = await withFiles();
    await bench.at.ask('AT+FS=0,1,"a",0,1\r\n', '>');
    await bench.at.ask('a', OK);

    await bench.at.ask('AT+SYSFLASH=0,"fatfs"\r\n', OK);

    await bench.at.ask('AT+FS=0,4,"."\r\n', OK);
    await bench.at.ask('AT+FS=0,3,"a"\r\n', ERROR);
  });

  it('writes nothing for 0 bytes, and takes what follows the data for a command', async () => {
    await using bench = await withFiles();

    await bench.at.ask('AT+FS=0,1,"a",0,0\r\n', `>${OK}`);
    await bench.at.ask('AT+FS=0,1,"a",0,2\r\n', '>');
    await bench.at.ask('xyAT\r\n', OK + OK);
    await bench.at.ask('AT+FS=0,2,"a",0,2\r\n', `+FS:2,xy${OK}`);
  });

  it('says ERROR behind the data where there is no room for them', async () => {
    await using bench = await withFiles();

    await bench.at.ask('AT+FS=0,1,"a",589824,1\r\n', '>');
    await bench.at.ask('x', ERROR);
    await bench.at.ask('AT+FS=0,4,"."\r\n', OK);
  });

  for (const parameters of [
    '1,4,"."',
    '0,7,"a"',
    '0,3,"missing"',
    '0,2,"missing",0,1',
    '0,4,"folder"',
    '0,1,"",0,1',
    '0,1,"a",-1,1',
    '0,1,"a",0',
    '0,1,"a",0,200000',
    '0,2,"a",0,1,1',
    '0,3,a',
    '0',
    'x,3,"a"',
  ]) {
    it(`refuses ${parameters}`, async () => {
      await using bench = await withFiles();

      await bench.at.ask(`AT+FS=${parameters}\r\n`, ERROR);
    });
  }

  for (const release of RELEASES) {
    it(`is unknown to the published ${release}`, async () => {
      await using bench = await coded({ profile: releaseProfile(release) });

      await bench.at.ask('AT+FS=0,4,"."\r\n', `ERR CODE:0x01090000\r\n${ERROR}`);
    });
  }
});
