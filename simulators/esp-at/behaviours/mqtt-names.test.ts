import { benchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';
import { coded, codeLines, USER } from './mqtt-refusals.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const PROMPT = `${OK}\r\n>`;
const profile = releaseProfile('3.4.0.0');

describe('MQTT names of the simulated modem', () => {
  for (const name of ['CLIENTID', 'USERNAME', 'PASSWORD']) {
    it(`are entered as raw data by AT+MQTTLONG${name}, up to 1024 bytes`, async () => {
      await using bench = await benchBoard({ profile });
      await bench.at.ask(USER, OK);

      await bench.at.ask(`AT+MQTTLONG${name}=0,1024\r\n`, PROMPT);
      bench.at.send('AT\r\n');
      await bench.at.ask('n'.repeat(1020), OK);
      await bench.at.ask(`AT+MQTTLONG${name}=0,1025\r\n`, ERROR);
      await bench.at.ask(`AT+MQTTLONG${name}=0,0\r\n`, ERROR);
    });
  }

  it('take as many protocols as they count', async () => {
    await using bench = await benchBoard({ profile });
    await bench.at.ask(USER, OK);

    await bench.at.ask('AT+MQTTALPN=0,2,"x-amzn-mqtt-ca","mqtt"\r\n', OK);
    await bench.at.ask('AT+MQTTALPN=0,0\r\n', OK);
    await bench.at.ask('AT+MQTTSNI=0,"broker.test"\r\n', OK);
    for (const wrong of ['2,"a"', '1,"a","b"', '6,"a","b","c","d","e","f"', '-1']) {
      await bench.at.ask(`AT+MQTTALPN=0,${wrong}\r\n`, ERROR);
    }
  });

  for (const line of ['AT+MQTTLONGCLIENTID=0,5', 'AT+MQTTALPN=0,1,"a"', 'AT+MQTTSNI=0,"a"']) {
    it(`come behind the user and before the session: ${line}`, async () => {
      await using bench = await coded({ profile });

      await bench.at.ask(`${line}\r\n`, codeLines('6002') + ERROR);
      await bench.at.ask(USER, OK);
      await bench.at.ask('AT+MQTTCONNCFG=0,0,0,"","",0,0\r\n', OK);

      await bench.at.ask(`${line}\r\n`, codeLines('6002') + ERROR);
    });
  }
});
