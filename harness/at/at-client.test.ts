import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { AtClient } from './at-client.ts';
import { command, number, set } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { AtRefused } from './errors.ts';
import { ScriptedBoard } from './scripted-board.ts';

const OK = '\r\nOK\r\n';

const NASTY = Buffer.from('\r\nOK\r\nERROR\r\n>\0\xff+MQTTSUBRECV:0,"t",5,\r\nready\r\n', 'latin1');

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const write = { partition: 'mqtt_key', offset: 0, length: NASTY.length };

const publish = { link: 0, topic: 't', length: NASTY.length, qos: 1, retain: 0 };

/** As `AT+SYSMFG=2,...`: OK, the prompt, a second OK. */
const longClientId = command('AT+MQTTLONGCLIENTID', {
  set: set({ link: number, length: number }, { course: 'ok-prompt' }),
}).set;

describe('AT client, commands', () => {
  it('decodes the answer and leaves everything else to the events', async () => {
    const board = new ScriptedBoard(() => `WIFI DISCONNECT\r\n+CWMODE:3\r\nWhat?\r\n${OK}`);
    await using client = new AtClient(board.port);

    const mode = await client.do(commands.wifiMode.query);

    expect(mode).to.deep.equal({ mode: 3 });
    expect(client.heard(0)).to.deep.equal([
      { kind: 'wifi-disconnect' },
      { kind: 'noise', line: 'What?' },
    ]);
  });

  it('does not mind the echo', async () => {
    const board = new ScriptedBoard((line) => (line === 'AT+CWMODE?' ? `+CWMODE:1\r\n${OK}` : OK));
    board.isEchoing = true;
    await using client = new AtClient(board.port);

    expect(await client.do(commands.wifiMode.query)).to.deep.equal({ mode: 1 });
    expect(client.heard(0)).to.deep.equal([]);
  });

  it('keeps commands in order, one at a time', async () => {
    const board = new ScriptedBoard((line) => (line.endsWith('?') ? `+CWMODE:1\r\n${OK}` : OK));
    await using client = new AtClient(board.port);

    await Promise.all([
      client.do(commands.wifiMode.set, { mode: 1 }),
      client.do(commands.wifiMode.query),
      client.do(commands.storeSettings.set, { on: 0 }),
    ]);

    expect(board.lines).to.deep.equal(['AT+CWMODE=1', 'AT+CWMODE?', 'AT+SYSSTORE=0']);
  });

  it('gives data after a bare prompt', async () => {
    const board = new ScriptedBoard(() => ({ say: '>', take: NASTY.length, afterwards: OK }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });

    await client.do(commands.systemFlash.write, write, { data: NASTY });

    expect(board.taken).to.deep.equal([NASTY]);
  });

  it('gives more data than a UART buffers, in order', async () => {
    const data = Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 7) & 0xff));
    const board = new ScriptedBoard(() => ({ say: '>', take: data.length, afterwards: OK }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });

    await client.do(commands.systemFlash.write, { ...write, length: data.length }, { data });

    expect(board.taken).to.deep.equal([data]);
  });

  it('takes a prompt and its OK at once when there is no data to give', async () => {
    const board = new ScriptedBoard(() => `>${OK}`);
    await using client = new AtClient(board.port);

    await client.do(commands.systemFlash.write, { ...write, length: 0 }, { data: Buffer.alloc(0) });

    expect(board.lines).to.have.length(1);
  });

  it('reads announced bytes whatever they are', async () => {
    const board = new ScriptedBoard(
      () => `+SYSFLASH:${NASTY.length},${NASTY.toString('latin1')}${OK}`,
    );
    await using client = new AtClient(board.port);

    const bytes = await client.do(commands.systemFlash.read, write);

    expect(Buffer.from(bytes)).to.deep.equal(NASTY);
    expect(client.heard(0)).to.deep.equal([]);
  });

  it('takes two OKs where there are two', async () => {
    const board = new ScriptedBoard(() => ({ say: '\r\nOK\r\n\r\n>', take: 5, afterwards: OK }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });

    await client.do(longClientId, { link: 0, length: 5 }, { data: Buffer.from('board') });
    await client.do(longClientId, { link: 0, length: 5 }, { data: Buffer.from('other') });

    expect(board.taken.map(String)).to.deep.equal(['board', 'other']);
  });

  it('publishes raw, with events between OK and prompt, and before the result', async () => {
    const message = '+MQTTSUBRECV:0,"a,b",2,\r\n\r\n';
    const board = new ScriptedBoard(() => ({
      say: `\r\nOK\r\nWIFI DISCONNECT\r\n${message}\r\n>`,
      take: NASTY.length,
      afterwards: `${message}+MQTTPUB:OK\r\n`,
    }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });

    await client.do(commands.mqttPublishRaw.set, publish, { data: NASTY });

    expect(client.heard(0).map(({ kind }) => kind)).to.deep.equal([
      'wifi-disconnect',
      'mqtt-received',
      'mqtt-received',
    ]);
  });

  it('tells a failed publication, also where two lines are glued together', async () => {
    const board = new ScriptedBoard(() => ({
      say: '\r\nOK\r\n\r\n>',
      take: NASTY.length,
      afterwards: '+MQTTDISCONNECTED:0+MQTTPUB:FAIL\r\n',
    }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });

    const error = await failure(client.do(commands.mqttPublishRaw.set, publish, { data: NASTY }));

    expect(error).to.be.instanceOf(AtRefused);
    expect((error as AtRefused).lines).to.deep.equal(['+MQTTDISCONNECTED:0', '+MQTTPUB:FAIL']);
    expect(client.heard(0)).to.deep.equal([{ kind: 'mqtt-disconnected', link: 0 }]);
  });

  it('is refused data that does not fit the operation', async () => {
    const board = new ScriptedBoard();
    await using client = new AtClient(board.port);

    const errors = await Promise.all([
      failure(client.do(commands.systemFlash.write, write)),
      failure(client.do(commands.systemFlash.write, { ...write, length: 3 }, { data: NASTY })),
      failure(client.do(commands.wifiMode.set, { mode: 1 }, { data: NASTY })),
      failure(client.do(commands.mqttPublish.set, { ...publish, data: 'a\r\nb' })),
    ]);

    expect(errors.map((error) => (error as Error).constructor)).to.deep.equal([
      TypeError,
      TypeError,
      TypeError,
      BadInput,
    ]);
    expect(board.lines).to.deep.equal([]);
  });
});
