import { expect } from 'chai';
import { connectedLine, JOIN, type MqttBench, mqttBench } from './mqtt-bench.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const LOST = '+MQTTDISCONNECTED:0\r\n';
const BUSY = 'ERR CODE:0x010b0000\r\n\r\nbusy p...\r\n';

const count = (bench: MqttBench, cmd: string, connection = 0): number =>
  bench.broker.connections[connection]?.packets.filter((packet) => packet.cmd === cmd).length ?? 0;

/** What the firmware's MQTT client does when, as it was seen on v3.4.0.0 from both ends. */
describe('MQTT of the simulated modem', () => {
  for (const [keepAlive, onWire] of [
    [undefined, 120],
    [0, 120],
    [10, 10],
  ] as const) {
    it(`connects without empty names, with a keep-alive of ${onWire} s for ${keepAlive}`, async () => {
      await using bench = await mqttBench();

      await bench.connect(keepAlive === undefined ? {} : { keepAlive });

      const connection = await bench.broker.connection(0);
      const packet = await connection.next('connect');
      expect(packet).to.include({ clientId: 'cid', clean: true, keepalive: onWire });
      expect(packet.username).to.equal(undefined);
      expect(packet.password).to.equal(undefined);
    });
  }

  it('pings every half of the keep-alive time, the first one as late after CONNACK', async () => {
    await using bench = await mqttBench();
    await bench.connect({ keepAlive: 10 });

    await bench.pass(4_900);
    expect(count(bench, 'pingreq')).to.equal(0);
    await bench.pass(200);
    expect(count(bench, 'pingreq')).to.equal(1);
    await bench.pass(50_000);

    expect(count(bench, 'pingreq')).to.equal(11);
    expect(bench.at.unread).to.equal('');
  });

  it('leaves a broker that does not answer a ping, half a keep-alive time later', async () => {
    await using bench = await mqttBench();
    bench.broker.answers = { pingreq: null };
    await bench.connect({ keepAlive: 10 });

    const took = await bench.until(LOST);
    expect(took).to.be.within(9_900, 10_100);
    const connection = await bench.broker.connection(0);
    await connection.closed();
    expect(count(bench, 'pingreq')).to.equal(1);

    // The client's task looks at a lost link every 5 s; what is cleaned waits for it.
    await bench.pass(2_000);
    expect(await bench.ask('AT+MQTTCLEAN=0', OK)).to.be.within(2_900, 3_100);
  });

  it('sends the first packet of a connection a second after its command', async () => {
    await using bench = await mqttBench();
    await bench.connect();

    expect(await bench.ask('AT+MQTTPUB=0,"t","d",1,0', OK)).to.be.within(900, 1_100);
    expect(await bench.ask('AT+MQTTPUB=0,"t","d",1,0', OK)).to.be.below(100);
  });

  it('repeats a publication that nobody acknowledges for 30 s, and then is busy for ever', async () => {
    await using bench = await mqttBench();
    bench.broker.answers = { publish: null };
    await bench.connect({ keepAlive: 20 });
    const connection = await bench.broker.connection(0);

    bench.at.send('AT+MQTTPUB=0,"t","d",1,0\r\n');
    await bench.pass(1_000);
    const first = await connection.next('publish');
    expect(first).to.include({ qos: 1, dup: false });
    await bench.pass(1_900);
    expect(count(bench, 'publish')).to.equal(1);
    await bench.pass(200);
    const repeated = await connection.next('publish');
    expect(repeated).to.include({ dup: true, messageId: first.messageId });
    await bench.pass(1_000);
    expect(count(bench, 'publish')).to.equal(3);
    await bench.pass(100_000);

    expect(count(bench, 'publish')).to.equal(30);
    expect(count(bench, 'pingreq')).to.equal(10);
    expect(connection.socket.destroyed).to.equal(false);
    await bench.ask('AT', BUSY);
    await bench.pass(600_000);
    await bench.ask('AT+GMR', BUSY);
    const left = `\r\nWill force to restart!!!\r\n${OK}WIFI DISCONNECT\r\n\r\nready\r\n`;
    await bench.ask('AT+RST', left);
    expect(connection.socket.destroyed).to.equal(true);
  });

  it('says nothing of a publication that a forced restart breaks off', async () => {
    await using bench = await mqttBench();
    bench.broker.answers = { publish: null };
    await bench.connect();
    await bench.ask('AT+MQTTPUBRAW=0,"t",3,1,0', `${OK}\r\n>`);

    bench.at.send('abc');
    await bench.pass(2_000);

    await bench.ask(
      'AT+RST',
      `\r\nWill force to restart!!!\r\n${OK}WIFI DISCONNECT\r\n\r\nready\r\n`,
    );
  });

  it('takes a refused subscription for a good one', async () => {
    await using bench = await mqttBench();
    bench.broker.answers = {
      subscribe: ({ messageId = 0 }) => ({ cmd: 'suback', messageId, granted: [128] }),
    };
    await bench.connect();

    await bench.ask('AT+MQTTSUB=0,"t",1', OK);

    await bench.ask('AT+MQTTSUB?', `+MQTTSUB:0,6,"t",1\r\n${OK}`);
  });

  it('repeats a subscription until its acknowledgement or the end of the link', async () => {
    await using bench = await mqttBench();
    bench.broker.answers = { subscribe: null };
    await bench.connect();
    const connection = await bench.broker.connection(0);

    bench.at.send('AT+MQTTSUB=0,"t",1\r\n');
    await bench.pass(4_500);
    expect(count(bench, 'subscribe')).to.equal(4);
    connection.socket.destroy();

    expect(await bench.until(LOST + ERROR)).to.be.below(100);
    await bench.ask('AT+MQTTSUB?', OK);
  });

  it('prints a message that comes before the acknowledgement of its subscription first', async () => {
    await using bench = await mqttBench();
    bench.broker.answers = { subscribe: null };
    await bench.connect();
    const connection = await bench.broker.connection(0);

    bench.at.send('AT+MQTTSUB=0,"t",1\r\n');
    await bench.pass(1_000);
    const { messageId = 0 } = await connection.next('subscribe');
    const kept = { topic: 't', payload: 'kept', qos: 0, dup: false, retain: true } as const;
    connection.send({ cmd: 'publish', ...kept });
    connection.send({ cmd: 'suback', messageId, granted: [1] });

    await bench.until(`+MQTTSUBRECV:0,"t",4,kept\r\n${OK}`);
  });

  const refusals: Readonly<Record<string, (bench: MqttBench) => void>> = {
    'CONNACK says 5': ({ broker }) => {
      broker.answers = {
        connect: () => ({ cmd: 'connack', returnCode: 5, sessionPresent: false }),
      };
    },
    'the server closes in the place of CONNACK': ({ broker }) => {
      broker.answers = { connect: null };
      void broker.connection(0).then(async (connection) => {
        await connection.next('connect');
        connection.socket.end();
      });
    },
  };
  for (const [what, prepare] of Object.entries(refusals)) {
    it(`fails at once, and says ERROR five seconds later, where ${what}`, async () => {
      await using bench = await mqttBench();
      prepare(bench);
      await bench.ask('AT+MQTTUSERCFG=0,1,"cid","","",0,0,""', OK);

      expect(await bench.ask('AT+MQTTCONN=0,"10.0.2.2",1883,1', LOST)).to.be.below(100);
      const connection = await bench.broker.connection(0);
      await connection.closed();
      await bench.ask('AT', BUSY);

      expect(await bench.until(ERROR)).to.be.within(4_900, 5_010);
      await bench.ask('AT+MQTTCONN?', `+MQTTCONN:0,2,1,"","","",0\r\n${OK}`);
    });
  }

  it('waits ten seconds for a CONNACK, says ERROR after fifteen, and does not try again', async () => {
    await using bench = await mqttBench();
    bench.broker.answers = { connect: null };
    await bench.ask('AT+MQTTUSERCFG=0,1,"cid","","",0,0,""', OK);

    const toLoss = await bench.ask('AT+MQTTCONN=0,"10.0.2.2",1883,1', LOST);
    expect(toLoss).to.be.within(9_900, 10_100);
    const connection = await bench.broker.connection(0);
    await connection.closed();
    expect(await bench.until(ERROR)).to.be.within(4_900, 5_100);
    await bench.pass(60_000);

    expect(bench.broker.connections).to.have.length(1);
    expect(bench.at.unread).to.equal('');
  });

  it('makes a link that was cut anew, and subscribes again under new ids', async () => {
    await using bench = await mqttBench();
    await bench.connect({ reconnect: 1 });
    await bench.ask('AT+MQTTSUB=0,"a",1', OK);
    await bench.ask('AT+MQTTSUB=0,"b",0', OK);
    const ids = async (n: number): Promise<readonly (number | undefined)[]> => {
      const connection = await bench.broker.connection(n);
      return [
        (await connection.next('subscribe')).messageId,
        (await connection.next('subscribe')).messageId,
      ];
    };
    const before = await ids(0);

    bench.broker.connections[0]?.socket.destroy();
    await bench.until(LOST);
    await bench.ask('AT+MQTTCONN?', `+MQTTCONN:0,3,1,"10.0.2.2","1883","",1\r\n${OK}`);
    await bench.ask('AT+MQTTPUB=0,"t","d",0,0', `ERR CODE:0x010a6006\r\n${ERROR}`);
    await bench.ask('AT+MQTTCONN=0,"10.0.2.2",1883,1', `ERR CODE:0x010a6001\r\n${ERROR}`);
    const took = await bench.until(connectedLine(1));
    expect(Math.round(took / 1_000)).to.be.oneOf([10, 15]);
    await bench.pass(100);

    const again = await bench.broker.connection(1);
    expect(
      again.packets.flatMap((packet) => (packet.cmd === 'subscribe' ? packet.subscriptions : [])),
    ).to.deep.equal([
      { topic: 'a', qos: 1 },
      { topic: 'b', qos: 0 },
    ]);
    const after = await ids(1);
    expect(after).to.not.deep.equal(before);
    expect(new Set([...before, ...after]).size).to.be.greaterThan(2);
    await bench.ask('AT+MQTTSUB?', `+MQTTSUB:0,6,"a",1\r\n+MQTTSUB:0,6,"b",0\r\n${OK}`);
  });

  it('tries every ten or fifteen seconds while the broker is away', async () => {
    await using bench = await mqttBench();
    await bench.connect({ reconnect: 1 });
    bench.broker.answers = { connect: null };

    const [first] = bench.broker.connections;
    first?.socket.destroy();
    await bench.until(LOST);
    // Each try ends when its CONNACK has not come for 10 s.
    for (let n = 0; n < 3; n += 1) {
      expect(Math.round((await bench.until(LOST)) / 1_000)).to.be.oneOf([20, 25]);
    }
    bench.broker.answers = {};

    await bench.until(connectedLine(1));
  });

  it('drops MQTT with the access point, and has both back by the same timers', async () => {
    await using bench = await mqttBench();
    await bench.connect({ reconnect: 1 });

    await bench.ask('AT+CWQAP', `WIFI DISCONNECT\r\n${LOST}${OK}`);
    await bench.ask(...JOIN);

    await bench.until(connectedLine(1));
  });

  it('is lost with an access point that vanishes, and comes back after it', async () => {
    await using bench = await mqttBench();
    await bench.connect({ reconnect: 1 });
    const { world } = bench.network;

    bench.network.world = { ...world, accessPoints: [] };
    await bench.until(`WIFI DISCONNECT\r\n${LOST}`);
    await bench.pass(3_000);
    bench.network.world = world;
    await bench.until('WIFI CONNECTED\r\nWIFI GOT IP\r\n');

    await bench.until(connectedLine(1));
  });

  it('hands out a large message in parts, and acknowledges it once', async () => {
    await using bench = await mqttBench();
    await bench.connect();
    await bench.ask('AT+MQTTSUB=0,"big",1', OK);
    const [connection] = bench.broker.connections;
    const payload = Buffer.alloc(5_000, 'x');

    connection?.send({
      cmd: 'publish',
      topic: 'big',
      payload,
      qos: 1,
      dup: false,
      retain: false,
      messageId: 77,
    });

    // The first part is what the packet's head leaves of 1024 bytes; the others are what one read gives.
    const parts = [1014, 1024, 1024, 1024, 914];
    await bench.until(parts.map((n) => `+MQTTSUBRECV:0,"big",${n},${'x'.repeat(n)}\r\n`).join(''));
    await bench.pass(10_000);
    expect(count(bench, 'puback')).to.equal(1);
  });

  it('takes leave when it is cleaned', async () => {
    await using bench = await mqttBench();
    await bench.connect();
    const [connection] = bench.broker.connections;

    expect(await bench.ask('AT+MQTTCLEAN=0', OK)).to.be.below(1_000);

    expect(connection?.packets.at(-1)?.cmd).to.equal('disconnect');
    expect(connection?.socket.destroyed).to.equal(true);
    await bench.ask('AT+MQTTCLEAN=0', `ERR CODE:0x010a6003\r\n${ERROR}`);
  });

  for (const [afterMs, steps] of [
    [1_000, 4_000],
    [6_000, 4_000],
    [12_000, 3_000],
  ] as const) {
    it(`is cleaned at the next step of its task, ${afterMs} ms after the link was lost`, async () => {
      await using bench = await mqttBench();
      await bench.connect();
      bench.broker.connections[0]?.socket.destroy();
      await bench.until(LOST);

      await bench.pass(afterMs);

      expect(await bench.ask('AT+MQTTCLEAN=0', OK)).to.be.within(steps - 50, steps + 50);
      await bench.ask('AT+MQTTCONN?', `+MQTTCONN:0,0,0,"","","",0\r\n${OK}`);
    });
  }

  it('begins its packet ids anywhere', async () => {
    await using bench = await mqttBench();
    const ids = new Set<number | undefined>();
    for (let n = 0; n < 4; n += 1) {
      await bench.connect();
      await bench.ask('AT+MQTTSUB=0,"t",1', OK);
      const connection = await bench.broker.connection(n);
      ids.add((await connection.next('subscribe')).messageId);
      await bench.ask('AT+MQTTCLEAN=0', OK);
    }

    expect(ids.size).to.be.greaterThan(1);
  });
});
