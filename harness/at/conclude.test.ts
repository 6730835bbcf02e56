import { expect } from 'chai';
import { PortLost } from '../ports/errors.ts';
import { AtClient } from './at-client.ts';
import { commands } from './commands/index.ts';
import { AtBusy, AtRefused, AtUnexpected, BoardRestarted } from './errors.ts';
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

  it('takes SEND FAIL for a refusal of what was sent over a link, and says so', async () => {
    const board = new ScriptedBoard(() => ({
      say: `${OK}\r\n>`,
      take: NASTY.length,
      afterwards: `\r\nRecv ${NASTY.length} bytes\r\nCLOSED\r\n\r\nSEND FAIL\r\n`,
    }));
    await using client = new AtClient(board.port, { afterPromptMs: 0 });
    const send = client.do(commands.sendOverLink.set, { length: NASTY.length }, { data: NASTY });

    const error = (await failure(send)) as AtRefused;

    expect(error).to.be.instanceOf(AtRefused);
    expect(error.lines).to.deep.equal([`Recv ${NASTY.length} bytes`, 'CLOSED', 'SEND FAIL']);
    expect(client.heard(0)).to.deep.equal([{ kind: 'link-closed', link: null }]);
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
