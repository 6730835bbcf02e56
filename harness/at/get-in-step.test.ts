import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { AtClient } from './at-client.ts';
import { commands } from './commands/index.ts';
import { AtBusy, AtTimeout } from './errors.ts';
import { getInStep, type Link } from './get-in-step.ts';
import { Probe } from './probe.ts';
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

  it('gives up a board that talks on and on, whatever it would answer', async () => {
    const board = new ScriptedBoard();
    await using client = new AtClient(board.port);
    const talking = setInterval(() => board.say('ets Jun  8 2016\r\n'), 10);

    try {
      const error = await failure(client.synchronise({ withinMs: 300 }));

      expect(error).to.be.instanceOf(AtTimeout);
    } finally {
      clearInterval(talking);
    }
  });
});

describe('The time that is given for getting in step', () => {
  const QUESTION = 'AT';
  const linkOf = (write: Link['write']): Link => ({
    write,
    quiet: async () => ({ isQuiet: true, tookMs: 50 }),
    evidence: () => [],
  });

  it('is used up by padding that takes its time on a slow wire, too', async () => {
    const probe = new Probe(QUESTION, (text) => text);
    let blocks = 0;
    const link = linkOf(async (bytes) => {
      if (bytes.length < 1_000) return;
      blocks += 1;
      await sleep(600);
    });

    const error = await failure(getInStep(link, probe, { question: QUESTION, withinMs: 1_900 }));

    expect(error).to.be.instanceOf(AtTimeout);
    // A second for a board that may be booting and the question behind it, then a block, a moment, and one more at most.
    expect(blocks).to.be.within(1, 2);
  });

  it('is enough where the board answers, and is silent behind it, as it runs out', async () => {
    const probe = new Probe(QUESTION, (text) => text);
    const link = linkOf(async () => probe.results.put('ok'));

    await getInStep(link, probe, { question: QUESTION, withinMs: 60 });
  });
});
