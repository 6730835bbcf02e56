import { expect } from 'chai';
import { type Answer, OK } from '../../flash/scripted-board.ts';
import { failure, openedBoard } from '../opened-board.ts';

const COMMANDS = ['AT+MQTTSNI', 'AT+MQTTALPN', 'AT+MQTTLONGCLIENTID'];
const LISTED = COMMANDS.map((name, i) => `+CMD:${i},"${name}",0,0,1,0\r\n`).join('') + OK;

/** A board that takes everything that configures MQTT; what it was told, and what was entered as data. */
const configurable = async (list: Answer = LISTED) => {
  const entered: string[] = [];
  const taking = (length: number): Answer => ({
    prompt: `${OK}\r\n>`,
    length,
    accept: (data) => {
      entered.push(data.toString());
      return OK;
    },
  });
  const opened = await openedBoard({ 'AT+CMD?': list }, {}, (line) => {
    const [, length] = /^AT\+MQTTLONG\w+=0,(\d+)$/.exec(line) ?? [];
    if (length !== undefined) return taking(Number(length));
    return /^AT\+MQTT(USERCFG|SNI|ALPN|CONNCFG)=/.test(line) ? OK : undefined;
  });
  const told = (): string[] =>
    opened.far.lines.filter((line) => line.startsWith('AT+MQTT') && !line.includes('CLEAN'));
  return { ...opened, entered, told };
};

describe('The names of an MQTT client', () => {
  it('are told between user and session', async () => {
    const { board, told } = await configurable();
    await using _board = board;

    await board.mqtt.configure({
      scheme: 5,
      clientId: 'c',
      serverName: 'iot.example.test',
      protocols: ['x-amzn-mqtt-ca', 'mqtt'],
      keepAliveSeconds: 60,
    });

    expect(told()).to.deep.equal([
      'AT+MQTTUSERCFG=0,5,"c","","",0,0,""',
      'AT+MQTTSNI=0,"iot.example.test"',
      'AT+MQTTALPN=0,2,"x-amzn-mqtt-ca","mqtt"',
      'AT+MQTTCONNCFG=0,60,0,"","",0,0',
    ]);
  });

  it('follow as data where the line is too short for them, the longest first', async () => {
    const { board, told, entered } = await configurable();
    await using _board = board;
    const [clientId, password] = ['c'.repeat(150), 'p'.repeat(200)];

    await board.mqtt.configure({ scheme: 5, clientId, password, username: 'me' });

    expect(told()).to.deep.equal([
      `AT+MQTTUSERCFG=0,5,"${clientId}","me","",0,0,""`,
      'AT+MQTTLONGPASSWORD=0,200',
    ]);
    expect(entered).to.deep.equal([password]);
    expect(board.transcriptText()).to.not.include('pppp');
  });

  it('may all be too long', async () => {
    const { board, told, entered } = await configurable();
    await using _board = board;
    const clientId = 'c'.repeat(1_024);

    await board.mqtt.configure({ scheme: 1, clientId, username: 'u'.repeat(300) });

    expect(told()).to.deep.equal([
      'AT+MQTTUSERCFG=0,1,"","","",0,0,""',
      'AT+MQTTLONGCLIENTID=0,1024',
      'AT+MQTTLONGUSERNAME=0,300',
    ]);
    expect(entered).to.deep.equal([clientId, 'u'.repeat(300)]);
  });

  const ASKED = [
    ['a server name', { serverName: 'a' }, /AT\+MQTTSNI/],
    ['protocols', { protocols: ['mqtt'] }, /AT\+MQTTALPN/],
    ['a long client id', { clientId: 'c'.repeat(300) }, /AT\+MQTTLONGCLIENTID/],
  ] as const;

  for (const [what, asked, reason] of ASKED) {
    it(`are refused before anything is sent where the board does not know ${what}`, async () => {
      const { board, told } = await configurable(`+CMD:0,"AT",0,0,0,1\r\n${OK}`);
      await using _board = board;

      const error = await failure(board.mqtt.configure({ scheme: 5, clientId: 'c', ...asked }));

      expect(error).to.include({ code: 'ABILITY_MISSING', colour: 'bench' });
      expect(error.message).to.match(reason);
      expect(told()).to.deep.equal([]);
    });
  }

  it('are at most five where they are protocols', async () => {
    const { board, told } = await configurable();
    await using _board = board;
    const settings = { scheme: 5, clientId: 'c' } as const;

    await board.mqtt.configure({ ...settings, protocols: [] });
    const six = board.mqtt.configure({ ...settings, protocols: Array(6).fill('mqtt') });

    expect(await failure(six)).to.include({ code: 'TOO_MANY_PROTOCOLS' });
    expect(told().at(-1)).to.equal('AT+MQTTALPN=0,0');
  });

  it('stand beside a last will that is not too long for the release', async () => {
    const { board, told } = await configurable();
    await using _board = board;
    const settings = { scheme: 1, clientId: 'c' } as const;
    const will = (length: number) => ({ topic: 't', message: 'm'.repeat(length) });

    await board.mqtt.configure({ ...settings, will: will(64) });
    const before = told().length;

    expect(await failure(board.mqtt.configure({ ...settings, will: will(65) }))).to.include({
      code: 'WILL_TOO_LONG',
    });
    expect(told()).to.have.length(before);
  });
});
