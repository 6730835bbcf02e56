import { type BenchBoard, benchBoard } from '../bench-board.ts';
import {
  coded,
  codeLines,
  describeRefusals,
  NOT_CONNECTED,
  type Row,
  USER,
} from './mqtt-refusals.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';

const configured = async (): Promise<BenchBoard> => {
  const bench = await coded();
  await bench.at.ask(USER, OK);
  return bench;
};

describe('MQTT without a configuration', () => {
  describeRefusals(
    [
      ['AT+MQTTCONNCFG=0,0,0,"","",0,0', '6001'],
      ['AT+MQTTCONN=0,"10.0.2.2",1883,0', '6001'],
      ['AT+MQTTCLIENTID=0,"a"', '6001'],
      ['AT+MQTTCLEAN=0', '6003'],
      ['AT+MQTTCLEAN=1', '6011'],
      ['AT+MQTTCLEAN=x', '80000 6010'],
      ...NOT_CONNECTED.map((line): Row => [line, '6006']),
    ],
    coded,
  );

  it('shows its state all the same', async () => {
    await using bench = await benchBoard();

    await bench.at.ask('AT+MQTTCONN?\r\n', `+MQTTCONN:0,0,0,"","","",0\r\n${OK}`);
    await bench.at.ask('AT+MQTTSUB?\r\n', `+MQTTSUB:0,0,"",0\r\n${OK}`);
  });
});

describe('AT+MQTTUSERCFG', () => {
  describeRefusals(
    [
      ['AT+MQTTUSERCFG=1,1,"cid","u","p",0,0,""', '6011'],
      ['AT+MQTTUSERCFG=x,1,"cid","u","p",0,0,""', '80000 6010'],
      ['AT+MQTTUSERCFG=0,0,"cid","","",0,0,""', '6013'],
      ['AT+MQTTUSERCFG=0,11,"cid","","",0,0,""', '6013'],
      ['AT+MQTTUSERCFG=0,x,"cid","","",0,0,""', '80001 6012'],
      ['AT+MQTTUSERCFG=0,1,cid,"","",0,0,""', '80002 6014'],
      ['AT+MQTTUSERCFG=0,1,"cid",u,"",0,0,""', '80003 6017'],
      ['AT+MQTTUSERCFG=0,1,"cid","",p,0,0,""', '80004 601a'],
      ['AT+MQTTUSERCFG=0,5,"cid","","",x,0,""', '80005 601d'],
      ['AT+MQTTUSERCFG=0,5,"cid","","",5,0,""', '601e'],
      ['AT+MQTTUSERCFG=0,5,"cid","","",0,x,""', '80006 601f'],
      ['AT+MQTTUSERCFG=0,5,"cid","","",0,5,""', '6020'],
      ['AT+MQTTUSERCFG=0,1,"cid","","",0,0', '80007 6027'],
      ['AT+MQTTUSERCFG=0,1', '80002 6014'],
      [`AT+MQTTUSERCFG=0,1,"cid","","",0,0,"${'p'.repeat(33)}"`, '6029'],
      ['AT+MQTTUSERCFG=0,1,"cid","","",0,0,"",1', '6008'],
    ],
    coded,
  );

  it('takes empty texts, a path of 32, long names and passwords, again and again', async () => {
    await using bench = await coded();
    const long = 'x'.repeat(90);

    await bench.at.ask('AT+MQTTUSERCFG=0,1,"","","",0,0,""\r\n', OK);
    await bench.at.ask(`AT+MQTTUSERCFG=0,5,"a","${long}","${long}",0,0,""\r\n`, OK);
    await bench.at.ask(`AT+MQTTUSERCFG=0,4,"a","","",0,0,"${'p'.repeat(32)}"\r\n`, OK);
    await bench.at.ask('AT+MQTTCONN?\r\n', `+MQTTCONN:0,1,4,"","","",0\r\n${OK}`);
    await bench.at.ask('AT+MQTTCONNCFG=0,0,0,"","",0,0\r\n', OK);
    await bench.at.ask('AT+MQTTCONN?\r\n', `+MQTTCONN:0,2,4,"","","",0\r\n${OK}`);
    await bench.at.ask(USER, OK);
    await bench.at.ask('AT+MQTTCONN?\r\n', `+MQTTCONN:0,1,1,"","","",0\r\n${OK}`);
    for (const name of ['CLIENTID', 'USERNAME', 'PASSWORD']) {
      await bench.at.ask(`AT+MQTT${name}=0,"${long}"\r\n`, OK);
    }
    await bench.at.ask('AT+MQTTCLEAN=0\r\n', OK);
    await bench.at.ask('AT+MQTTCONN?\r\n', `+MQTTCONN:0,0,0,"","","",0\r\n${OK}`);
  });
});

describe('AT+MQTTCONNCFG and AT+MQTTCONN', () => {
  describeRefusals(
    [
      ['AT+MQTTCONNCFG=0,7201,0,"","",0,0', '602d'],
      ['AT+MQTTCONNCFG=0,-1,0,"","",0,0', '602d'],
      ['AT+MQTTCONNCFG=0,x,0,"","",0,0', '80001 602b'],
      ['AT+MQTTCONNCFG=0,120,2,"","",0,0', '602f'],
      [`AT+MQTTCONNCFG=0,120,0,"${'t'.repeat(129)}","",0,0`, '6032'],
      // 64 up to 3.2, 128 from 3.4 on.
      [`AT+MQTTCONNCFG=0,120,0,"t","${'m'.repeat(65)}",0,0`, '6035'],
      ['AT+MQTTCONNCFG=0,120,0,"a","b",3,0', '6037'],
      ['AT+MQTTCONNCFG=0,120,0,"a","b",0,2', '6039'],
      ['AT+MQTTCONNCFG=0,120,0,"a","b",0', '80006 6038'],
      ['AT+MQTTCONNCFG=0,120,0,"a","b",0,0,0', '6008'],
      ['AT+MQTTCONNCFG=1,120,0,"a","b",0,0', '6011'],
      ['AT+MQTTCONN=1,"10.0.2.2",1883,0', '6011'],
      ['AT+MQTTCONN=0,"",1883,0', '600b'],
      ['AT+MQTTCONN=0,host,1883,0', '80001 603a'],
      [`AT+MQTTCONN=0,"${'h'.repeat(129)}",1883,0`, '603c'],
      ['AT+MQTTCONN=0,"host:8883",8883,0', '6052'],
      ['AT+MQTTCONN=0,"my_host",8883,0', '6052'],
      ['AT+MQTTCONN=0,"10.0.2.2",65536,0', '603e'],
      ['AT+MQTTCONN=0,"10.0.2.2",-1,0', '603e'],
      ['AT+MQTTCONN=0,"10.0.2.2"', '80002 603d'],
      ['AT+MQTTCONN=0,"10.0.2.2",1883', '80003 603f'],
      ['AT+MQTTCONN=0,"10.0.2.2",1883,2', '6040'],
      ['AT+MQTTCONN=0,"10.0.2.2",1883,0,5000', '6008'],
    ],
    configured,
  );

  it('fails without Wi-Fi as it does for any cause, and may be repeated', async () => {
    await using bench = await configured();

    for (let time = 0; time < 2; time++) {
      await bench.at.ask('AT+MQTTCONN=0,"10.0.2.2",1883,0\r\n', `+MQTTDISCONNECTED:0\r\n${ERROR}`);
      await bench.at.ask('AT+MQTTCONN?\r\n', `+MQTTCONN:0,2,1,"","","",0\r\n${OK}`);
    }
  });

  for (const [partition, code] of [
    ['mqtt_ca', '6021'],
    ['mqtt_cert', '6023'],
    ['mqtt_key', '6025'],
  ] as const) {
    it(`tells ${code} where ${partition} holds no image`, async () => {
      await using bench = await coded();
      await bench.at.ask('AT+MQTTUSERCFG=0,5,"cid","","",0,0,""\r\n', OK);
      await bench.at.ask(`AT+SYSFLASH=0,"${partition}"\r\n`, OK);

      await bench.at.ask(
        'AT+MQTTCONN=0,"10.0.2.2",8883,0\r\n',
        codeLines(`${code} 6009 600a`) + ERROR,
      );
    });
  }
});
