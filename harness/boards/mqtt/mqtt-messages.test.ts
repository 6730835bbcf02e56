import { expect } from 'chai';
import { failure, openedBoard } from '../opened-board.ts';

describe('Messages to a board', () => {
  const received = (topic: string, payload: Buffer | string): Buffer =>
    Buffer.concat([
      Buffer.from(`+MQTTSUBRECV:0,"${topic}",${Buffer.byteLength(payload)},`),
      Buffer.from(payload),
      Buffer.from('\r\n'),
    ]);

  it('come as a stream', async () => {
    const { board, far } = await openedBoard();
    await using _board = board;
    const from = board.position();
    far.say(received('a,b', 'one'));
    far.say(received('t', Buffer.alloc(1_018)));

    const stream = board.mqtt.messages(from)[Symbol.asyncIterator]();
    const first = (await stream.next()).value;
    const second = (await stream.next()).value;

    expect(first).to.deep.include({ topic: 'a,b', mayGoOn: false });
    expect(String(Buffer.from(first.payload))).to.equal('one');
    expect(second).to.include({ topic: 't', mayGoOn: true });
  });

  it('are found behind others, and the next one behind that', async () => {
    const { board, far } = await openedBoard();
    await using _board = board;
    const from = board.position();
    for (const text of ['x', 'hello', 'hello']) far.say(received('t', text));

    const first = await board.mqtt.expectMessage({ topic: 't', payload: 'hello' }, { from });
    const second = await board.mqtt.expectMessage({ topic: 't' }, { from: first.position });

    expect(first.position).to.equal(from + 2);
    expect(second.position).to.equal(from + 3);
    expect(String(Buffer.from(second.payload))).to.equal('hello');
  });

  it('are put together, whenever their parts come', async () => {
    const { board, far } = await openedBoard();
    await using _board = board;
    const payload = Buffer.from(Array.from({ length: 2_500 }, (_, i) => i % 256));
    const from = board.position();
    far.say(received('t', payload.subarray(0, 1_018)));

    const whole = board.mqtt.expectMessage({ topic: 't', payload }, { from });
    far.say(received('t', payload.subarray(1_018, 2_042)));
    far.say(received('t', payload.subarray(2_042)));

    expect(await whole).to.include({ parts: 3, position: from + 3 });
  });

  it('that do not come are told with what came instead', async () => {
    const { board, far } = await openedBoard();
    await using _board = board;
    const from = board.position();
    far.say(received('t', 'hel'));
    far.say(received('other', 'lo'));

    const error = await failure(
      board.mqtt.expectMessage({ topic: 't', payload: 'hello' }, { from, withinMs: 50 }),
    );

    expect(error).to.include({ code: 'MESSAGE_MISSING' });
    expect(error.message).to.include('3 bytes on "t"').and.include('the first 3 bytes of it');
  });
});
