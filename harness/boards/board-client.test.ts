import { expect } from 'chai';
import { commands } from '../at/commands/index.ts';
import { AtRefused, AtTimeout, AtUnexpected } from '../at/errors.ts';
import { type Answer, ERROR, OK, ScriptedBoard } from '../flash/scripted-board.ts';
import { BoardClient } from './board-client.ts';
import { failure } from './opened-board.ts';

const UNKNOWN = `ERR CODE:0x01090000\r\n${ERROR}`;
const PATIENCE_MS = 60;

/** A board that gives a command these answers, one after the other, and stays at the last. */
const answering = (command: string, ...answers: readonly Answer[]) => {
  let times = 0;
  const far = new ScriptedBoard((line) => {
    if (line !== command) return undefined;
    times += 1;
    return answers[Math.min(times, answers.length) - 1];
  });
  const client = new BoardClient(far.port, { afterPromptMs: 0, signOfLifeMs: 300 });
  return { far, client, times: () => times };
};

const MODE = 'AT+CWMODE=1';
const setMode = (client: BoardClient): Promise<void> =>
  client.do(commands.wifiMode.set, { mode: 1 }, { withinMs: PATIENCE_MS });
const askMode = (client: BoardClient) =>
  client.do(commands.wifiMode.query, {}, { withinMs: PATIENCE_MS });

describe('When a command fails, the client of a board', () => {
  it('blames the firmware for a refusal', async () => {
    const { client, times } = answering(MODE, ERROR);
    await using _client = client;

    expect(await failure(setMode(client))).to.be.instanceOf(AtRefused);
    expect(times()).to.equal(1);
  });

  it('blames the firmware for a command that it does not have', async () => {
    const { client, times } = answering(MODE, UNKNOWN);
    await using _client = client;

    expect(await failure(setMode(client))).to.be.instanceOf(AtRefused);
    expect(times()).to.equal(2);
  });

  it('blames the wire for a command that is understood the second time', async () => {
    const { client } = answering(MODE, UNKNOWN, OK);
    await using _client = client;

    expect(await failure(setMode(client))).to.include({ code: 'WIRE_UNRELIABLE', colour: 'bench' });
  });

  it('blames the firmware for leaving a command unanswered, while it answers AT', async () => {
    const { client, times } = answering(MODE, null);
    await using _client = client;

    expect(await failure(setMode(client))).to.be.instanceOf(AtTimeout);
    expect(times()).to.equal(1);
  });

  it('blames the wire for a question that is answered the second time', async () => {
    const { client } = answering('AT+CWMODE?', null, `+CWMODE:1\r\n${OK}`);
    await using _client = client;

    expect(await failure(askMode(client))).to.include({ code: 'WIRE_UNRELIABLE' });
  });

  it('blames the firmware for an answer that is wrong each time, the wire for one that is so once', async () => {
    const WRONG = `+CWMODE:x\r\n${OK}`;
    const { client } = answering('AT+CWMODE?', WRONG);
    await using _client = client;
    const { client: other } = answering('AT+CWMODE?', WRONG, `+CWMODE:1\r\n${OK}`);
    await using _other = other;

    expect(await failure(askMode(client))).to.be.instanceOf(AtUnexpected);
    expect(await failure(askMode(other))).to.include({ code: 'WIRE_UNRELIABLE' });
  });

  for (const [what, bytes] of [
    ['changed', '\r\n_K\r\n'],
    ['lost', '\r\nK\r\n'],
    ['lost from the line end', '\r\nOK\n\r\n'],
  ] as const) {
    it(`blames the wire for an OK of which a byte was ${what}`, async () => {
      const { client } = answering(MODE, bytes);
      await using _client = client;

      const error = await failure(setMode(client));

      expect(error).to.include({ code: 'WIRE_UNRELIABLE' });
      expect(error.message).to.include('should have been OK');
    });
  }

  it('blames the bench for a board that answers nothing any more, and soon for all that follows', async () => {
    let isAlive = true;
    const far = new ScriptedBoard(() => (isAlive ? undefined : null));
    await using client = new BoardClient(far.port, { signOfLifeMs: 300 });
    await client.synchronise();
    isAlive = false;

    const first = await failure(setMode(client));
    const second = await failure(client.do(commands.version.execute));

    expect(first).to.include({ code: 'BOARD_SILENT', colour: 'bench' });
    expect(first.message).to.include(MODE);
    expect(second).to.include({ code: 'BOARD_SILENT' });
    // Soon, as it is not even asked.
    expect(far.lines).not.to.include('AT+GMR');
  });

  it('blames the wire for noise in the place of answers', async () => {
    const far = new ScriptedBoard(() => '\u00f0\u0013~\r\n');
    await using client = new BoardClient(far.port);

    const error = await failure(client.synchronise({ withinMs: 200 }));

    expect(error).to.include({ code: 'WIRE_UNRELIABLE' });
  });

  it('blames the wire for a board that heard only half of being set up', async () => {
    const { client } = answering('AT+SYSLOG=1', null, OK);
    await using _client = client;

    expect(await failure(client.synchronise())).to.include({ code: 'WIRE_UNRELIABLE' });
  });

  it('blames the wire for a question that is refused once', async () => {
    const { client } = answering('AT+GMR', ERROR, `AT version:2.2.0.0\r\n${OK}`);
    await using _client = client;

    expect(await failure(client.do(commands.version.execute))).to.include({
      code: 'WIRE_UNRELIABLE',
    });
  });

  it('knows the time of the day from letters that change', async () => {
    const clock = (text: string): string => `+CWMODE:${text}\r\n${OK}`;
    const { client } = answering('AT+CWMODE?', clock('x 1'), clock('x 22'));
    await using _client = client;
    const { client: other } = answering('AT+CWMODE?', clock('x 1'), clock('p 1'));
    await using _other = other;

    expect(await failure(askMode(client))).to.be.instanceOf(AtUnexpected);
    expect(await failure(askMode(other))).to.include({ code: 'WIRE_UNRELIABLE' });
  });

  it('goes on with a board that answers again', async () => {
    let answer: string | null | undefined = null;
    const far = new ScriptedBoard((line) => (answer === null ? null : line === MODE ? OK : answer));
    await using client = new BoardClient(far.port, { signOfLifeMs: 300 });

    expect(await failure(client.synchronise({ withinMs: 100 }))).to.include({
      code: 'BOARD_SILENT',
    });
    answer = undefined;
    await setMode(client);
  });

  it('tells a mutilated event from one that never came', async () => {
    const { client, far } = answering(MODE, OK);
    await using _client = client;
    const ready = () =>
      client.waitFor('ready', (event) => (event.kind === 'ready' ? event : undefined), {
        withinMs: PATIENCE_MS,
      });

    expect(await failure(ready())).to.be.instanceOf(AtTimeout);
    const waiting = failure(ready());
    far.say('\r\nreaby\r\n');

    expect(await waiting).to.include({ code: 'WIRE_UNRELIABLE' });
  });

  it('leaves a lost port to those who know of ports', async () => {
    const { client, far } = answering(MODE, null);
    await using _client = client;
    const waiting = failure(setMode(client));
    far.unplug();

    expect(await waiting).to.include({ code: 'PORT_LOST' });
  });
});
