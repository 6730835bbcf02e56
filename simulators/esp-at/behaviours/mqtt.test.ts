import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Network } from '../../network/network.ts';
import { parseWorld } from '../../network/world.ts';
import { type BenchBoard, benchBoard } from '../bench-board.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';

/** `6027` for a code of the MQTT commands, `80007` for one of the shell's, and both where both are told. */
const codeLines = (codes: string): string =>
  codes
    .split(' ')
    .filter(Boolean)
    .map((code) => `ERR CODE:0x010${code.length === 4 ? `a${code}` : code}\r\n`)
    .join('');

type Row = readonly [line: string, codes: string];

const describeRefusals = (rows: readonly Row[], bring: () => Promise<BenchBoard>): void => {
  for (const [line, codes] of rows) {
    it(`refuses ${line.slice(0, 60)} with ${codes || 'no code'}`, async () => {
      await using bench = await bring();

      await bench.at.ask(`${line}\r\n`, codeLines(codes) + ERROR);
      await bench.at.ask('AT\r\n', OK);
    });
  }
};

const coded = async (options: Parameters<typeof benchBoard>[0] = {}): Promise<BenchBoard> => {
  const bench = await benchBoard(options);
  await bench.at.ask('AT+SYSLOG=1\r\n', OK);
  return bench;
};

const USER = 'AT+MQTTUSERCFG=0,1,"cid","u","p",0,0,""\r\n';

const configured = async (): Promise<BenchBoard> => {
  const bench = await coded();
  await bench.at.ask(USER, OK);
  return bench;
};

const NOT_CONNECTED: readonly string[] = [
  'AT+MQTTSUB=0,"t",0',
  'AT+MQTTSUB=0',
  'AT+MQTTUNSUB=0,"t"',
  'AT+MQTTPUB=0,"t","d",0,0',
  'AT+MQTTPUB=0,t',
  'AT+MQTTPUB=0,"",x',
  'AT+MQTTPUBRAW=0,"t",3,0,0',
  'AT+MQTTPUBRAW=0,"t",0',
];

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

/** A broker that consents to being connected to, and to nothing more. */
const startConsent = async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(Buffer.from([0x20, 2, 0, 0])));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const world = `{accessPoints: [{ssid: air, security: open}], routes: {"10.0.2.2:1883": "127.0.0.1:${port}"}}`;
  return {
    network: new Network(parseWorld(world)),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

describe('MQTT while connected', () => {
  let consent: Awaited<ReturnType<typeof startConsent>>;

  before(async () => {
    consent = await startConsent();
  });

  after(() => consent[Symbol.asyncDispose]());

  const connected = async (): Promise<BenchBoard> => {
    const { network } = consent;
    const bench = await coded({ network });
    await bench.at.ask('AT+CWMODE=1\r\n', OK);
    await bench.at.ask('AT+CWJAP="air",""\r\n', `WIFI CONNECTED\r\nWIFI GOT IP\r\n${OK}`);
    await bench.at.ask(USER, OK);
    await bench.at.ask(
      'AT+MQTTCONN=0,"10.0.2.2",1883,0\r\n',
      `+MQTTCONNECTED:0,1,"10.0.2.2","1883","",0\r\n${OK}`,
    );
    return bench;
  };

  describeRefusals(
    [
      ['AT+MQTTUSERCFG=0,1,"cid","","",0,0,""', '6002'],
      ['AT+MQTTCONNCFG=0,0,0,"","",0,0', '6002'],
      ['AT+MQTTCLIENTID=0,"a"', '6002'],
      ['AT+MQTTCONN=0,"10.0.2.2",1883,0', '6001'],
      ['AT+MQTTCONN=0,"10.0.2.2",1883,1', '6001'],
      ['AT+MQTTPUB=0,"t","{"a":1}",0,0', '80002 6044'],
      ['AT+MQTTPUB=0,"t","{a,b}",0,0', '80002 6044'],
      ['AT+MQTTPUB=0,"t","d",0,0,1', '6008'],
      ['AT+MQTTPUB=0,"t","a,b",0', '80002 6044'],
      ['AT+MQTTPUB=0,t,"d",0,0', '80001 6041'],
      [`AT+MQTTPUB=0,"${'t'.repeat(129)}","d",0,0`, '6043'],
      ['AT+MQTTPUB=0,"t","d",3,0', '6048'],
      ['AT+MQTTPUB=0,"t","d",x,0', '80003 6047'],
      ['AT+MQTTPUB=0,"t","d",0', '80004 6049'],
      ['AT+MQTTPUB=0,"t","d",0,2', '604a'],
      ['AT+MQTTPUB=0,"","d",0,0', '600c'],
      ['AT+MQTTPUB=1,"t","d",0,0', '6011'],
      ['AT+MQTTPUBRAW=0,"t",0,0,0', '604c'],
      ['AT+MQTTPUBRAW=0,"t",x,0,0', '80002 604b'],
      ['AT+MQTTPUBRAW=0,"t",1,3,0', '6048'],
      ['AT+MQTTPUBRAW=0,"t",1,0', '80004 6049'],
      ['AT+MQTTSUB=0,"",0', '6042'],
      [`AT+MQTTSUB=0,"${'t'.repeat(129)}",0`, '6043'],
      ['AT+MQTTSUB=0,"t",3', '6048'],
      ['AT+MQTTSUB=0,"t"', '80002 6047'],
      ['AT+MQTTUNSUB=0,""', '6042'],
      ['AT+MQTTSUB=0,"t",0,1', '6008'],
      ['AT+MQTTUNSUB=0', '80001 6041'],
      ['AT+MQTTUNSUB=0,"t",1', '6008'],
    ],
    connected,
  );

  it('tells of the loss behind that of the access point when it restarts', async () => {
    await using bench = await connected();

    await bench.at.ask(
      'AT+RST\r\n',
      `${OK}WIFI DISCONNECT\r\n+MQTTDISCONNECTED:0\r\n\r\nready\r\n`,
    );
  });

  it('tells of it also before OK when it leaves', async () => {
    await using bench = await connected();

    await bench.at.ask('AT+CWQAP\r\n', `WIFI DISCONNECT\r\n+MQTTDISCONNECTED:0\r\n${OK}`);
    await bench.at.ask('AT+MQTTCONN?\r\n', `+MQTTCONN:0,3,1,"10.0.2.2","1883","",0\r\n${OK}`);
    for (const line of NOT_CONNECTED) {
      await bench.at.ask(`${line}\r\n`, codeLines('6006') + ERROR);
    }
  });

  it('asks for a payload in two pieces, and is busy for what stands behind it', async () => {
    await using bench = await connected();

    await bench.at.ask('AT+MQTTPUBRAW=0,"t",3,0,0\r\n', `${OK}\r\n>`);
    await bench.at.ask('abcAT\r\n', `ERR CODE:0x010b0000\r\n\r\nbusy p...\r\n+MQTTPUB:OK\r\n`);
    await bench.at.ask('AT\r\n', OK);
  });

  it('says nothing of its power being cut', async () => {
    await using bench = await connected();

    bench.board.powerOff();
    bench.board.powerOn();

    await bench.at.expect('\r\nready\r\n');
  });
});
