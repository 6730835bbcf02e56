import { type BenchBoard, benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const profile = releaseProfile('3.4.0.0');
const FACTORY = `+CWSAP:"ESP_C40A25","",1,0,4,0\r\n${OK}`;

const restarted = async (bench: BenchBoard): Promise<void> => {
  await bench.at.ask('AT+RST\r\n', `${OK}\r\nready\r\n`);
  await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
};

describe("The board's own access point", () => {
  it('is named after its address, and is what AT+CWSAP makes it, over a restart too', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask('AT+CWSAP?\r\n', FACTORY);

    await bench.at.ask('AT+CWSAP="lab","12345678",6,3,8,1\r\n', OK);
    await restarted(bench);
    await bench.at.ask('AT+CWSAP?\r\n', `+CWSAP:"lab","12345678",6,3,8,1\r\n${OK}`);
    await bench.at.ask('AT+CWSAP="open","",1,0\r\n', OK);
    await bench.at.ask('AT+CWSAP?\r\n', `+CWSAP:"open","",1,0,4,0\r\n${OK}`);
    await bench.at.ask('AT+RESTORE\r\n', `${OK}\r\nready\r\n`);
    await bench.at.ask('ATE0\r\n', `ATE0\r\n${OK}`);

    await bench.at.ask('AT+CWSAP?\r\n', FACTORY);
  });

  it('is forgotten where settings are not stored', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask('AT+SYSSTORE=0\r\n', OK);

    await bench.at.ask('AT+CWSAP="lab","12345678",6,3\r\n', OK);
    await restarted(bench);

    await bench.at.ask('AT+CWSAP?\r\n', FACTORY);
  });

  it('has addresses of its own', async () => {
    await using bench = await benchBoard({ profile });

    await bench.at.ask(
      'AT+CIPAP?\r\n',
      '+CIPAP:ip:"192.168.4.1"\r\n+CIPAP:gateway:"192.168.4.1"\r\n' +
        `+CIPAP:netmask:"255.255.255.0"\r\n${OK}`,
    );
    await bench.at.ask('AT+CIPAPMAC?\r\n', `+CIPAPMAC:"10:01:00:c4:0a:25"\r\n${OK}`);
  });

  it('is not there in modes without one', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);

    await bench.at.ask('AT+CWSAP?\r\n', ERROR);
    await bench.at.ask('AT+CWSAP="a","12345678",1,3\r\n', ERROR);
  });

  for (const parameters of [
    '"a","1234567",1,3',
    '"a","12345678",15,3',
    '"a","12345678",0,3',
    '"a","12345678",1,1',
    '"a","12345678",1,8',
    '"a","12345678",1,3,11',
    '"a","12345678",1,3,4,2',
    '"a","12345678",1,3,4,0,0',
    '"","12345678",1,3',
    `"${'s'.repeat(33)}","12345678",1,3`,
    '"a","12345678",1',
  ]) {
    it(`is not made by ${parameters.slice(0, 40)}`, async () => {
      await using bench = await benchBoard({ profile });

      await bench.at.ask(`AT+CWSAP=${parameters}\r\n`, ERROR);
      await bench.at.ask('AT+CWSAP?\r\n', FACTORY);
    });
  }
});
