import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Network } from '../../network/network.ts';
import { parseWorld } from '../../network/world.ts';
import type { BenchBoard } from '../bench-board.ts';
import { coded, codeLines, describeRefusals, NOT_CONNECTED, USER } from './mqtt-refusals.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';

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
      ['AT+MQTTPUBRAW=0,"t",-1,0,0', '604c'],
      ['AT+MQTTPUBRAW=0,"t",9000000,0,0', '6005'],
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
