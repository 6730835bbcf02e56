import { expect } from 'chai';
import { AtRefused } from '../../at/errors.ts';
import { ERROR, OK } from '../../flash/scripted-board.ts';
import { failure, openedBoard } from '../opened-board.ts';

describe('The MQTT client of a board', () => {
  const USER = 'AT+MQTTUSERCFG=0,5,"thing","","",0,0,""';
  const CONN = 'AT+MQTTCONN=0,"iot.test",8883,0';
  const CONNECTED = '+MQTTCONNECTED:0,5,"iot.test","8883","",0\r\n';

  it('is cleaned before it is configured', async () => {
    const { board, far } = await openedBoard({ [USER]: OK });
    await using _board = board;

    await board.mqtt.configure({ scheme: 5, clientId: 'thing' });

    expect(far.lines.slice(-2)).to.deep.equal(['AT+MQTTCLEAN=0', USER]);
  });

  it('gets its session only when something is said about it', async () => {
    const session = 'AT+MQTTCONNCFG=0,30,0,"gone","bye\\, bye",1,1';
    const { board, far } = await openedBoard({ [USER]: OK, [session]: OK });
    await using _board = board;
    const will = { topic: 'gone', message: 'bye, bye', qos: 1, retain: true } as const;

    await board.mqtt.configure({ scheme: 5, clientId: 'thing', keepAliveSeconds: 30, will });

    expect(far.lines.at(-1)).to.equal(session);
  });

  it('is not configured when it cannot be cleaned', async () => {
    const { board, far } = await openedBoard({
      'AT+MQTTCLEAN=0': `ERR CODE:0x010a6011\r\n${ERROR}`,
    });
    await using _board = board;

    expect(await failure(board.mqtt.configure({ scheme: 5, clientId: 'thing' }))).to.be.instanceOf(
      AtRefused,
    );
    expect(far.lines.at(-1)).to.equal('AT+MQTTCLEAN=0');
  });

  it('connects, and the journal holds what the board said', async () => {
    const { board, printed } = await openedBoard({ [CONN]: CONNECTED + OK });
    await using _board = board;

    expect((await board.mqtt.connect({ host: 'iot.test' })).tookMs).to.be.greaterThan(0);
    expect(printed()).to.match(/✓ connect to iot\.test:8883[\s\S]*\+MQTTCONNECTED:0,5,"iot\.test"/);
  });

  it('blames the way to the cloud for an attempt of which the cloud saw nothing', async () => {
    const tried = { [CONN]: `+MQTTDISCONNECTED:0\r\n${ERROR}` };
    const colourWith = async (answers: typeof tried, seen: readonly string[]): Promise<unknown> => {
      const witness = { position: () => 0, seen: () => seen };
      const { board } = await openedBoard(answers, { witness });
      await using _board = board;
      const error = await failure(board.mqtt.connect({ host: 'iot.test' }));
      expect(error).to.include({ code: 'MQTT_CONNECT_FAILED' });
      return Reflect.get(error, 'colour');
    };

    expect(await colourWith(tried, [])).to.equal('bench');
    expect(await colourWith(tried, ['a handshake'])).to.equal('firmware');
    expect(await colourWith({ [CONN]: `ERR CODE:0x010a6009\r\n${ERROR}` }, [])).to.equal(
      'firmware',
    );
  });

  it('tells what the board said when it does not connect', async () => {
    const { board } = await openedBoard({ [CONN]: `+MQTTDISCONNECTED:0\r\n${ERROR}` });
    await using _board = board;

    const error = await failure(board.mqtt.connect({ host: 'iot.test' }));

    expect(error).to.include({ code: 'MQTT_CONNECT_FAILED' });
    expect(error.message).to.include('+MQTTDISCONNECTED:0').and.include('iot.test:8883');
  });

  it('does not take OK alone for a connection', async () => {
    const { board } = await openedBoard({ [CONN]: OK });
    await using _board = board;

    expect(await failure(board.mqtt.connect({ host: 'iot.test' }))).to.include({
      code: 'MQTT_CONNECT_FAILED',
    });
  });

  it('says whether there was something to clean', async () => {
    let isClean = false;
    const { board } = await openedBoard({
      'AT+MQTTCLEAN=0': () => {
        const answer = isClean ? `ERR CODE:0x010a6003\r\n${ERROR}` : OK;
        isClean = true;
        return answer;
      },
    });
    await using _board = board;

    expect(await board.mqtt.clean()).to.equal(true);
    expect(await board.mqtt.clean()).to.equal(false);
  });

  it('tells its state in words, and its topics', async () => {
    const { board } = await openedBoard({
      'AT+MQTTCONN?': `+MQTTCONN:0,6,5,"iot.test","8883","",1\r\n${OK}`,
      'AT+MQTTSUB?': `+MQTTSUB:0,6,"a,b",1\r\n${OK}`,
    });
    await using _board = board;

    expect(await board.mqtt.state()).to.deep.equal({
      state: 'connected with topics',
      number: 6,
      isConnected: true,
      scheme: 5,
      host: 'iot.test',
      port: 8883,
      reconnect: true,
    });
    expect(await board.mqtt.topics()).to.deep.equal([{ topic: 'a,b', qos: 1 }]);
  });

  it('subscribes', async () => {
    const { board, far } = await openedBoard({ 'AT+MQTTSUB=0,"t",1': OK });
    await using _board = board;

    await board.mqtt.subscribe('t', 1);

    expect(far.lines.at(-1)).to.equal('AT+MQTTSUB=0,"t",1');
  });
});
