import { expect } from 'chai';
import { AtRefused } from '../../at/errors.ts';
import { type Answer, OK } from '../../flash/scripted-board.ts';
import { failure, openedBoard } from '../opened-board.ts';

describe('Publishing from a board', () => {
  const taking = (into: Buffer[], length: number): Answer => ({
    prompt: `${OK}\r\n>`,
    length,
    accept: (data) => {
      into.push(Buffer.from(data));
      return '+MQTTPUB:OK\r\n';
    },
  });

  it('goes by a line when it is plain text that fits', async () => {
    const line = 'AT+MQTTPUB=0,"t","{\\"a\\":1\\,\\"b\\":2}",1,0';
    const { board, far } = await openedBoard({ [line]: OK });
    await using _board = board;

    await board.mqtt.publish('t', '{"a":1,"b":2}', { qos: 1 });

    expect(far.lines.at(-1)).to.equal(line);
  });

  const raw: readonly [string, Buffer][] = [
    ['too long', Buffer.alloc(300, 'x')],
    ['not text', Buffer.from([0, 1, 2, 255])],
    ['of several lines', Buffer.from('a\r\nOK\r\n')],
    ['not ASCII', Buffer.from('Grüße')],
  ];

  for (const [what, payload] of raw) {
    it(`goes raw when it is ${what}`, async () => {
      const sent: Buffer[] = [];
      const { board } = await openedBoard({
        [`AT+MQTTPUBRAW=0,"t",${payload.length},0,0`]: taking(sent, payload.length),
      });
      await using _board = board;

      await board.mqtt.publish('t', payload);

      expect(sent).to.deep.equal([payload]);
    });
  }

  it('goes the way that it is told', async () => {
    const sent: Buffer[] = [];
    const { board, far } = await openedBoard({ 'AT+MQTTPUBRAW=0,"t",2,0,1': taking(sent, 2) });
    await using _board = board;

    await board.mqtt.publish('t', 'hi', { raw: true, retain: true });
    expect(await failure(board.mqtt.publish('t', '', { raw: true }))).to.include({
      code: 'EMPTY_PAYLOAD',
    });
    const tooLong = board.mqtt.publish('t', 'x'.repeat(300), { raw: false });

    expect(await failure(tooLong)).to.include({ code: 'LINE_TOO_LONG' });
    expect(far.lines.at(-1)).to.match(/^AT\+MQTTPUBRAW/);
    expect(String(sent[0])).to.equal('hi');
  });

  it('of nothing goes by a line', async () => {
    const { board, far } = await openedBoard({ 'AT+MQTTPUB=0,"t","",0,0': OK });
    await using _board = board;

    await board.mqtt.publish('t', '');

    expect(far.lines.at(-1)).to.equal('AT+MQTTPUB=0,"t","",0,0');
  });

  it('fails when the board says so', async () => {
    const { board } = await openedBoard({
      'AT+MQTTPUBRAW=0,"t",1,1,0': {
        prompt: `${OK}\r\n>`,
        length: 1,
        accept: () => '+MQTTPUB:FAIL\r\n',
      },
    });
    await using _board = board;

    expect(await failure(board.mqtt.publish('t', 'x', { qos: 1, raw: true }))).to.be.instanceOf(
      AtRefused,
    );
  });
});
