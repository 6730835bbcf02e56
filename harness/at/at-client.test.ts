import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { PortLost } from '../ports/errors.ts';
import { AtClient } from './at-client.ts';
import type { AtEvent } from './at-event.ts';
import { command, number, set } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { AtBusy, AtRefused, AtTimeout, AtUnexpected, BoardRestarted } from './errors.ts';
import { ScriptedBoard } from './scripted-board.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const BUSY = 'ERR CODE:0x010b0000\r\n\r\nbusy p...\r\n';

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

describe('AT client, failures', () => {
  it('tells the codes and lines of a refusal', async () => {
    const board = new ScriptedBoard(
      () => `+CWJAP:2\r\nERR CODE:0x01080002\r\nERR CODE:0x010a6044\r\n${ERROR}`,
    );
    await using client = new AtClient(board.port);
    const join = client.do(commands.joinAccessPoint.set, { ssid: 'lab', password: 'no secret' });

    const error = (await failure(join)) as AtRefused;

    expect(error).to.be.instanceOf(AtRefused);
    expect(error.command).to.equal('AT+CWJAP="lab","***"');
    expect(error.errorCodes).to.deep.equal([0x01080002, 0x010a6044]);
    expect(error.lines).to.deep.equal(['+CWJAP:2']);
    expect(error.message)
      .to.contain('parameter 3 cannot be read')
      .and.contain('data cannot be read');
    expect(client.heard(0)).to.deep.equal([]);
  });

  it('gives the data after an error code that is followed by a prompt', async () => {
    const board = new ScriptedBoard(() => ({
      say: 'ERR CODE:0x010a0001\r\n>',
      take: NASTY.length,
      afterwards: `ERR CODE:0x010a0003\r\n${ERROR}`,
    }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });

    const error = await failure(client.do(commands.systemFlash.write, write, { data: NASTY }));

    expect((error as AtRefused).errorCodes).to.deep.equal([0x010a0001, 0x010a0003]);
    expect(board.taken).to.deep.equal([NASTY]);
  });

  it('tells an answer that does not fit, with what came', async () => {
    const board = new ScriptedBoard(() => `+CWMODE:station\r\n${OK}`);
    await using client = new AtClient(board.port);

    const error = await failure(client.do(commands.wifiMode.query));

    expect(error).to.be.instanceOf(AtUnexpected);
    expect((error as AtUnexpected).message).to.contain('+CWMODE:station');
    expect((error as AtUnexpected).evidence.join()).to.contain('AT+CWMODE?');
  });

  it('sends a command again that was rejected once', async () => {
    const board = new ScriptedBoard((_line, nth) =>
      nth === 1 ? BUSY : `ERR CODE:0x010a6003\r\n${ERROR}`,
    );
    await using client = new AtClient(board.port);

    const error = await failure(client.do(commands.mqttClean.set, { link: 0 }));

    expect((error as AtRefused).errorCodes).to.deep.equal([0x010a6003]);
    expect(board.lines).to.deep.equal(['AT+MQTTCLEAN=0', 'AT+MQTTCLEAN=0']);
    expect(client.heard(0)).to.deep.equal([{ kind: 'busy' }]);
  });

  it('does not take "busy p..." for the result when the result follows', async () => {
    const board = new ScriptedBoard(() => `${BUSY}+CWMODE:1\r\n${OK}`);
    await using client = new AtClient(board.port);

    expect(await client.do(commands.wifiMode.query)).to.deep.equal({ mode: 1 });
    expect(board.lines).to.have.length(1);
  });

  it('gives up a board that stays busy', async () => {
    const board = new ScriptedBoard(() => BUSY);
    await using client = new AtClient(board.port);

    const error = await failure(client.do(commands.wifiMode.set, { mode: 1 }, { withinMs: 50 }));

    expect(error).to.be.instanceOf(AtBusy);
    expect(board.lines).to.have.length(2);
  });

  it('tells that the board started anew in the middle', async () => {
    const board = new ScriptedBoard(() => '\r\nready\r\n');
    await using client = new AtClient(board.port);

    const error = await failure(client.do(commands.wifiMode.query));

    expect(error).to.be.instanceOf(BoardRestarted);
    expect(client.heard(0)).to.deep.equal([{ kind: 'ready' }]);
  });

  it('passes on that the board is gone', async () => {
    const board = new ScriptedBoard(() => ({}));
    await using client = new AtClient(board.port);
    const asking = failure(client.do(commands.wifiMode.query));
    const waiting = failure(client.waitFor('anything', (event) => event, { withinMs: 5_000 }));

    board.vanish();

    expect(await asking).to.be.instanceOf(PortLost);
    expect(await waiting).to.be.instanceOf(PortLost);
    expect(await failure(client.do(commands.wifiMode.query))).to.be.instanceOf(PortLost);
  });

  it('sends nothing for a signal that is aborted already', async () => {
    const board = new ScriptedBoard();
    await using client = new AtClient(board.port);
    const signal = AbortSignal.abort();

    const error = await failure(client.do(commands.wifiMode.set, { mode: 1 }, { signal }));

    expect(error).to.equal(signal.reason);
    expect(board.lines).to.deep.equal([]);
  });
});

describe('AT client, after a time-out', () => {
  const patience = { withinMs: 30 };

  it('says what it waited for, how long, and what came instead', async () => {
    const board = new ScriptedBoard(() => 'WIFI DISCONNECT\r\n+CWMODE:1\r\nWIFI GO');
    await using client = new AtClient(board.port);

    const error = (await failure(client.do(commands.wifiMode.query, {}, patience))) as AtTimeout;

    expect(error).to.be.instanceOf(AtTimeout);
    expect(error.waitedFor).to.equal('OK of AT+CWMODE?');
    expect(error.withinMs).to.equal(30);
    expect(error.heard).to.deep.equal(['WIFI DISCONNECT', '+CWMODE:1']);
    expect(error.evidence.join('\n')).to.contain('AT+CWMODE?\\r\\n').and.contain('WIFI GO<so far>');
  });

  it('does not take the late result for the next command', async () => {
    const board = new ScriptedBoard((line) => {
      if (line === 'AT') return OK;
      return line.startsWith('AT+MQTTSUB') ? {} : `+CWMODE:1\r\n${OK}`;
    });
    await using client = new AtClient(board.port);
    const topic = { link: 0, topic: 't', qos: 1 };
    expect(await failure(client.do(commands.mqttSubscribe.set, topic, patience))).to.be.instanceOf(
      AtTimeout,
    );

    board.say(OK);
    const mode = await client.do(commands.wifiMode.query);

    expect(mode).to.deep.equal({ mode: 1 });
    expect(board.lines[0]).to.equal('AT+MQTTSUB=0,"t",1');
    expect(new Set(board.lines.slice(1, -1))).to.deep.equal(new Set(['AT']));
    expect(board.lines.at(-1)).to.equal('AT+CWMODE?');
  });

  it('asks once more when a late result crosses its question', async () => {
    const board = new ScriptedBoard((line, nth) => {
      if (line === 'AT') return nth === 1 ? `${ERROR}${OK}` : OK;
      return line === 'AT+CWMODE?' ? `+CWMODE:1\r\n${OK}` : {};
    });
    await using client = new AtClient(board.port);
    await failure(client.do(commands.mqttClean.set, { link: 0 }, patience));

    expect(await client.do(commands.wifiMode.query)).to.deep.equal({ mode: 1 });
    expect(board.lines).to.deep.equal(['AT+MQTTCLEAN=0', 'AT', 'AT', 'AT+CWMODE?']);
  });

  it('waits for a board that is busy with the command that timed out', async () => {
    const board = new ScriptedBoard((line, nth) => {
      if (line === 'AT+MQTTCLEAN=0') return {};
      if (line === 'AT' && nth === 1) return `${BUSY}${OK}`;
      return OK;
    });
    await using client = new AtClient(board.port);
    await failure(client.do(commands.mqttClean.set, { link: 0 }, patience));

    await client.do(commands.wifiMode.set, { mode: 1 });

    expect(board.lines).to.deep.equal(['AT+MQTTCLEAN=0', 'AT', 'AT', 'AT+CWMODE=1']);
  });

  it('says so when the board stays busy', async () => {
    const board = new ScriptedBoard((line) => (line === 'AT' ? BUSY : {}));
    await using client = new AtClient(board.port, { resynchroniseMs: 100 });
    await failure(client.do(commands.mqttClean.set, { link: 0 }, patience));

    expect(await failure(client.do(commands.wifiMode.query))).to.be.instanceOf(AtBusy);
    expect(board.lines).not.to.include('AT+CWMODE?');
  });

  it('fills up the data of a board that lost some of it', async () => {
    const board = new ScriptedBoard((line) =>
      line.startsWith('AT+SYSFLASH=1') ? { say: '>', take: NASTY.length + 3, afterwards: OK } : OK,
    );
    await using client = new AtClient(board.port, { afterPromptMs: 0 });
    const writing = client.do(commands.systemFlash.write, write, { data: NASTY, ...patience });
    expect(await failure(writing)).to.be.instanceOf(AtTimeout);

    await client.do(commands.wifiMode.set, { mode: 1 });

    expect(board.taken).to.have.length(1);
    expect(board.lines.at(-1)).to.equal('AT+CWMODE=1');
  });

  it('fills up data whose sending was given up, to the byte', async () => {
    const giveUp = new AbortController();
    const data = Buffer.alloc(3_000, 1);
    const board = new ScriptedBoard((line) =>
      line.startsWith('AT+SYSFLASH=1') ? { say: '>', take: data.length, afterwards: OK } : OK,
    );
    await using client = new AtClient(board.port, { afterPromptMs: 20 });
    const values = { ...write, length: data.length };
    const { signal } = giveUp;
    const writing = failure(client.do(commands.systemFlash.write, values, { data, signal }));
    while (!client.transcript.text().includes('← >')) await new Promise(setImmediate);

    giveUp.abort();
    expect(await writing).to.equal(signal.reason);
    await client.do(commands.wifiMode.set, { mode: 1 });

    expect(board.taken[0]).to.deep.equal(Buffer.alloc(3_000, 0xff));
    expect(board.lines).to.deep.equal([
      'AT+SYSFLASH=1,"mqtt_key",0,3000',
      'AT',
      'AT',
      'AT+CWMODE=1',
    ]);
  });

  it('fills up the data of a board whose prompt was lost', async () => {
    const board = new ScriptedBoard((line) =>
      line.startsWith('AT+SYSFLASH=1') ? { take: NASTY.length, afterwards: OK } : OK,
    );
    await using client = new AtClient(board.port);
    await failure(client.do(commands.systemFlash.write, write, { data: NASTY, ...patience }));

    await client.do(commands.wifiMode.set, { mode: 1 });

    expect(board.lines.at(-1)).to.equal('AT+CWMODE=1');
  });

  it('forgets an announcement whose bytes did not all come', async () => {
    const board = new ScriptedBoard((line) =>
      line.startsWith('AT+SYSFLASH=2') ? `+SYSFLASH:9,12345${OK.slice(3)}` : OK,
    );
    await using client = new AtClient(board.port);
    const read = { partition: 'mqtt_ca', offset: 0, length: 9 };
    await failure(client.do(commands.systemFlash.read, read, patience));

    await client.do(commands.wifiMode.set, { mode: 1 });

    expect(client.heard(0)[0]?.kind).to.equal('noise');
  });
});

describe('AT client, getting in step', () => {
  it('turns the echo off and the error codes on', async () => {
    const board = new ScriptedBoard();
    board.isEchoing = true;
    await using client = new AtClient(board.port);

    await client.synchronise();

    expect(board.lines).to.deep.equal(['ATE0', 'ATE0', 'AT+SYSLOG=1']);
    expect(board.isEchoing).to.equal(false);
  });

  it('gets over garbage, on both sides, and over firmware without codes', async () => {
    const board = new ScriptedBoard((line, nth) => {
      if (line === 'ATE0' && nth === 1) return `\xff\xfe\0${ERROR}`;
      return line === 'AT+SYSLOG=1' ? ERROR : OK;
    });
    board.say('\xff\0>garbage');
    await using client = new AtClient(board.port);

    await client.synchronise();

    expect(board.lines).to.deep.equal(['ATE0', 'ATE0', 'ATE0', 'AT+SYSLOG=1']);
  });

  it('gets out of raw data that somebody else announced', async () => {
    const board = new ScriptedBoard();
    board.waitForData(5_000, OK);
    await using client = new AtClient(board.port);

    await client.synchronise();

    expect(board.lines.at(-1)).to.equal('AT+SYSLOG=1');
  });

  it('says what to look at when nobody answers', async () => {
    const board = new ScriptedBoard(() => ({}));
    await using client = new AtClient(board.port);

    const error = await failure(client.synchronise({ withinMs: 100 }));

    expect(error).to.be.instanceOf(AtTimeout);
    expect((error as AtTimeout).message).to.contain('baud rate');
  });
});

describe('AT client, events', () => {
  const received = (event: AtEvent): string | undefined =>
    event.kind === 'mqtt-received' ? String(event.payload) : undefined;

  it('finds what came before anybody waited for it', async () => {
    const board = new ScriptedBoard(() => `+MQTTSUBRECV:0,"t",4,late\r\n${OK}`);
    await using client = new AtClient(board.port);
    const from = client.position();
    await client.do(commands.wifiMode.set, { mode: 1 });

    expect(await client.waitFor('a message', received, { from, withinMs: 50 })).to.equal('late');
  });

  it('says what came instead of what was waited for', async () => {
    const board = new ScriptedBoard();
    await using client = new AtClient(board.port);
    const waiting = client.waitFor('a message', received, { withinMs: 30 });
    board.say('WIFI DISCONNECT\r\nhello?\r\n');

    const error = (await failure(waiting)) as AtTimeout;

    expect(error.waitedFor).to.equal('a message');
    expect(error.heard).to.deep.equal(['wifi-disconnect', '"hello?"']);
    expect(error.evidence.join()).to.contain('hello?');
  });

  it('gives every reader all of them, until the client is closed', async () => {
    const board = new ScriptedBoard();
    const client = new AtClient(board.port);
    const collect = async (): Promise<string[]> => {
      const kinds: string[] = [];
      for await (const { kind } of client.events(0)) kinds.push(kind);
      return kinds;
    };
    const readers = [collect(), collect()];
    board.say('\r\nready\r\nWIFI CONNECTED\r\n');
    await client.waitFor('Wi-Fi', ({ kind }) => kind === 'wifi-connected' || undefined, {
      from: 0,
      withinMs: 1_000,
    });

    await client.close();

    const both = await Promise.all(readers);
    expect(both).to.deep.equal([
      ['ready', 'wifi-connected'],
      ['ready', 'wifi-connected'],
    ]);
  });
});

describe('AT client, secrets', () => {
  it('shows neither passwords nor keys, in whatever way they come by', async () => {
    const key = '-----BEGIN OF A KEY-----';
    const board = new ScriptedBoard((line) => {
      if (line.startsWith('AT+SYSFLASH=1')) return { say: '>', take: key.length, afterwards: OK };
      if (line.startsWith('AT+SYSFLASH=2')) return `+SYSFLASH:${key.length},${key}${OK}`;
      return `${line}!\r\n${ERROR}`;
    });
    board.isEchoing = true;
    await using client = new AtClient(board.port, { afterPromptMs: 0 });
    const access = { ssid: 'lab', password: 'häs,ch "x" \\ y' };
    const values = { partition: 'mqtt_key', offset: 0, length: key.length };

    const refused = (await failure(client.do(commands.joinAccessPoint.set, access))) as AtRefused;
    await client.do(commands.systemFlash.write, values, { data: Buffer.from(key) });
    await client.do(commands.systemFlash.read, values);

    const all = [
      client.transcript.text(),
      JSON.stringify(client.heard(0)),
      refused.message,
      refused.lines.join(),
    ].join('\n');
    expect(all).not.to.match(/h.{1,8}s.{0,3},ch|KEY-----/);
    expect(client.transcript.text()).to.contain('<24 bytes>').and.contain('AT+CWJAP="lab","***"');
  });

  it('shows data that is said to be public', async () => {
    const board = new ScriptedBoard(() => ({ say: '>', take: 2, afterwards: OK }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });
    const values = { partition: 'mqtt_ca', offset: 0, length: 2 };

    await client.do(commands.systemFlash.write, values, {
      data: Buffer.from('\xf1\xf1', 'latin1'),
      dataIsPublic: true,
    });

    expect(client.transcript.text()).to.contain('→ \\xf1\\xf1');
  });
});
