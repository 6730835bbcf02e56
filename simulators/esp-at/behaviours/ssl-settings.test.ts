import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const profile = releaseProfile('3.4.0.0');

const bring = (): Promise<BenchBoard> => benchBoard({ profile });

/** Five lines, of which some are not like the others. */
const five = (name: string, usual: string, other: Readonly<Record<number, string>> = {}): string =>
  [0, 1, 2, 3, 4].map((id) => `+${name}:${id}${other[id] ?? usual}\r\n`).join('') + OK;

const restart = async ({ at }: BenchBoard): Promise<void> => {
  at.send('AT+RST\r\n');
  await at.through('\r\nready\r\n');
  await at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
};

describe('Settings of SSL links', () => {
  it('are of the first link where links have no numbers, else of the one named, or of all', async () => {
    await using bench = await bring();
    const { at } = bench;

    await at.ask('AT+CIPSSLCCONF?\r\n', five('CIPSSLCCONF', ',0,0,0'));
    await at.ask('AT+CIPSSLCCONF=3,1,0\r\n', OK);
    await at.ask('AT+CIPSSLCCONF?\r\n', five('CIPSSLCCONF', ',0,0,0', { 0: ',3,1,0' }));
    await at.ask('AT+CIPMUX=1\r\n', OK);
    await at.ask('AT+CIPSSLCCONF=2,2,0,1\r\n', OK);
    await at.ask(
      'AT+CIPSSLCCONF?\r\n',
      five('CIPSSLCCONF', ',0,0,0', { 0: ',3,1,0', 2: ',2,0,1' }),
    );
    await at.ask('AT+CIPSSLCCONF=5,1\r\n', OK);
    await at.ask('AT+CIPSSLCCONF?\r\n', five('CIPSSLCCONF', ',1,0,0'));
    await at.ask('AT+CIPSSLCCONF=6,1\r\n', ERROR);
    await at.ask('AT+CIPSSLCCONF=1\r\n', ERROR);
  });

  it('outlive a restart where they are to be stored, but for names and protocols', async () => {
    await using bench = await bring();
    const { at } = bench;
    await at.ask('AT+CIPSSLCCONF=3,1,1\r\n', OK);
    await at.ask('AT+CIPSSLCSNI="name.test"\r\n', OK);
    await at.ask('AT+CIPSSLCALPN=1,"h2"\r\n', OK);
    await at.ask('AT+SYSSTORE=0\r\n', OK);
    await at.ask('AT+CIPSSLCCONF=1\r\n', OK);
    await at.ask('AT+CIPSSLCCONF?\r\n', five('CIPSSLCCONF', ',0,0,0', { 0: ',1,0,0' }));

    await restart(bench);

    await at.ask('AT+CIPSSLCCONF?\r\n', five('CIPSSLCCONF', ',0,0,0', { 0: ',3,1,1' }));
    await at.ask('AT+CIPSSLCSNI?\r\n', five('CIPSSLCSNI', ','));
    await at.ask('AT+CIPSSLCALPN?\r\n', five('CIPSSLCALPN', ''));
  });

  for (const name of ['CIPSSLCCN', 'CIPSSLCSNI']) {
    it(`are names (${name})`, async () => {
      await using bench = await bring();
      const { at } = bench;

      await at.ask(`AT+${name}?\r\n`, five(name, ','));
      await at.ask(`AT+${name}="name.test"\r\n`, OK);
      await at.ask(`AT+${name}?\r\n`, five(name, ',', { 0: ',name.test' }));
      await at.ask(`AT+${name}=""\r\n`, OK);
      await at.ask(`AT+${name}?\r\n`, five(name, ','));
      for (const wrong of ['name', `"${'x'.repeat(65)}"`, '0,"name"', '"name",0', '']) {
        await at.ask(`AT+${name}=${wrong}\r\n`, ERROR);
      }
      await at.ask('AT+CIPMUX=1\r\n', OK);
      await at.ask(`AT+${name}=5,"all.test"\r\n`, OK);
      await at.ask(`AT+${name}?\r\n`, five(name, ',all.test'));
    });
  }

  it('are protocols, as many as are announced', async () => {
    await using bench = await bring();
    const { at } = bench;

    await at.ask('AT+CIPSSLCALPN=2,"h2","http/1.1"\r\n', OK);
    await at.ask('AT+CIPSSLCALPN?\r\n', five('CIPSSLCALPN', '', { 0: ',h2,http/1.1' }));
    for (const wrong of [
      '2,"h2"',
      '1,"h2","http/1.1"',
      '1,""',
      '4,"a","b","c","d"',
      '-1',
      '"h2"',
    ]) {
      await at.ask(`AT+CIPSSLCALPN=${wrong}\r\n`, ERROR);
    }
    await at.ask('AT+CIPSSLCALPN=0\r\n', OK);
    await at.ask('AT+CIPSSLCALPN?\r\n', five('CIPSSLCALPN', ''));
  });
});
