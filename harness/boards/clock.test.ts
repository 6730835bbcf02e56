import { expect } from 'chai';
import { OK } from '../flash/scripted-board.ts';
import { failure, openedBoard } from './opened-board.ts';

describe('Setting the clock', () => {
  const CFG = 'AT+CIPSNTPCFG=1,0,"ntp.test"';
  const time = (asctime: string): string => `+CIPSNTPTIME:${asctime}${OK}`;
  const RIGHT = 'Mon Nov 23 13:25:46 2026';

  it('by SNTP asks until the year is right, at once when the board says so', async () => {
    const texts = ['Thu Jan  1 00:00:09 1970', RIGHT];
    const { board, far } = await openedBoard({
      [CFG]: OK,
      'AT+CIPSNTPTIME?': () => {
        const text = time(texts.shift() ?? RIGHT);
        if (texts.length === 1) setImmediate(() => far.say('+TIME_UPDATED\r\n'));
        return text;
      },
    });
    await using _board = board;

    const clock = await board.setClock({ via: 'sntp', server: 'ntp.test' });

    expect(clock.local?.toISOString()).to.equal('2026-11-23T13:25:46.000Z');
    expect(far.lines.filter((line) => line === 'AT+CIPSNTPTIME?')).to.have.length(2);
  });

  it('by SNTP gives up with what the clock shows', async () => {
    const { board } = await openedBoard({
      [CFG]: OK,
      'AT+CIPSNTPTIME?': time('Thu Jan  1 00:00:09 1970'),
    });
    await using _board = board;

    const error = await failure(board.setClock({ via: 'sntp', server: 'ntp.test', withinMs: 30 }));

    expect(error).to.include({
      code: 'CLOCK_NOT_SET',
      colour: 'bench',
      shows: 'Thu Jan  1 00:00:09 1970',
    });
  });

  it('by a timestamp tells the board the time', async () => {
    const { board } = await openedBoard({
      'AT+SYSTIMESTAMP=1795440346': OK,
      'AT+CIPSNTPTIME?': time(RIGHT),
    });
    await using _board = board;

    const at = new Date('2026-11-23T13:25:46.500Z');

    expect((await board.setClock({ via: 'timestamp', at })).text).to.equal(RIGHT);
  });

  it('by a timestamp fails when the clock does not follow, or the board knows no such command', async () => {
    const { board } = await openedBoard({ 'AT+CIPSNTPTIME?': time('Thu Jan  1 00:00:09 1970') });
    await using _board = board;
    const at = new Date('2026-11-23T13:25:46Z');
    const { board: deaf } = await openedBoard({
      'AT+SYSTIMESTAMP=1795440346': OK,
      'AT+CIPSNTPTIME?': time('Thu Jan  1 00:00:09 1970'),
    });
    await using _deaf = deaf;

    expect(await failure(board.setClock({ via: 'timestamp', at }))).to.include({
      code: 'CLOCK_NOT_SET',
    });
    expect(await failure(deaf.setClock({ via: 'timestamp', at }))).to.include({
      code: 'CLOCK_NOT_SET',
    });
  });

  it('to 1970 is what some specs want', async () => {
    const { board } = await openedBoard({
      'AT+SYSTIMESTAMP=0': OK,
      'AT+CIPSNTPTIME?': time('Thu Jan  1 00:00:00 1970'),
    });
    await using _board = board;

    expect((await board.setClock({ via: 'timestamp', at: new Date(0) })).text).to.include('1970');
  });
});
