import { expect } from 'chai';
import fc from 'fast-check';
import { fastTimers, pause } from '../../network/timers.ts';
import { releaseProfile } from '../releases/releases.ts';
import { bytesFrom, endOf, linkedBoard, type Peer, startPeer } from './link-bench.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const PROMPT = `${OK}\r\n>`;
const profile = releaseProfile('3.4.0.0');

/** A host waits a second and more after `+++` (documented); these are ten, in the time of a board at this pace. */
const PACE = 1_000;
const aWhile = (): Promise<void> => pause(fastTimers(PACE), 10_000, new AbortController().signal);

/** A board in passthrough. */
const passing = async (peer: Peer, messages = 0) => {
  const bench = await linkedBoard(peer, { profile, pace: PACE });
  await bench.at.ask(`AT+SYSMSG=${messages}\r\n`, OK);
  await bench.at.ask('AT+CIPMODE=1\r\n', OK);
  await bench.at.ask('AT+CIPSEND\r\n', PROMPT);
  return bench;
};

describe('Passthrough of the simulated modem', () => {
  let peer: Peer;

  before(async () => {
    peer = await startPeer();
  });

  after(() => peer[Symbol.asyncDispose]());

  it('is a mode that has to be chosen, and takes no lengths', async () => {
    await using bench = await linkedBoard(peer, { profile });

    await bench.at.ask('AT+CIPSEND\r\n', ERROR);
    await bench.at.ask('AT+CIPMODE=1\r\n', OK);
    await bench.at.ask('AT+CIPSEND=4\r\n', ERROR);
    bench.socket.write('bare');
    await bench.at.expect('bare');
  });

  it('carries any bytes both ways as they are', async () => {
    await using bench = await passing(peer);
    const { at, socket } = bench;
    const bytes = fc
      .uint8Array({ minLength: 1, maxLength: 5_000 })
      .filter((given) => Buffer.from(given).toString() !== '+++');

    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (up, down) => {
        at.send(up);
        socket.write(down);
        expect((await bytesFrom(socket, up.length)).equals(up)).to.equal(true);
        await at.expect(Buffer.from(down).toString('latin1'));
      }),
      { numRuns: 30 },
    );
  });

  it('is left by +++ alone, without a word, and the link stays', async () => {
    await using bench = await passing(peer);
    const { at, socket } = bench;
    at.send('a+++');
    expect(String(await bytesFrom(socket, 4))).to.equal('a+++');

    at.send('+++');
    await aWhile();

    await at.ask(
      'AT+CIPSTATE?\r\n',
      `+CIPSTATE:0,"TCP","10.0.2.2",7,${socket.remotePort},0\r\n${OK}`,
    );
    socket.write('still bare');
    await at.expect('still bare');
    await at.ask('AT+CIPCLOSE\r\n', `CLOSED\r\n${OK}`);
  });

  it('tells its end where that is wanted', async () => {
    await using bench = await passing(peer, 1);

    await bench.at.ask('+++', '\r\n+QUITT\r\n');
    await bench.at.ask('AT\r\n', OK);
  });

  it('connects again when the peer has closed, quietly', async () => {
    await using bench = await passing(peer);
    bench.socket.destroy();

    const again = await peer.accept();
    again.write('here I am');
    await bench.at.expect('here I am');
    bench.at.send('there you are');

    expect(String(await bytesFrom(again, 13))).to.equal('there you are');
  });

  it('tells of it where that is wanted', async () => {
    await using bench = await passing(peer, 4);
    bench.socket.destroy();

    await peer.accept();

    await bench.at.expect('CLOSED\r\nCONNECT\r\n');
  });

  it('breaks with the power, whatever it does', async () => {
    await using bench = await passing(peer);

    bench.board.powerOff();

    await endOf(bench.socket);
  });
});
