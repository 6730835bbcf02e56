import { expect } from 'chai';
import fc from 'fast-check';
import type { Conversation } from '../conversation.ts';
import {
  bytesFrom,
  endOf,
  joinedBoard,
  linkedBoard,
  type Peer,
  startPeer,
} from '../links/link-bench.ts';
import { releaseProfile } from '../releases/releases.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const PROMPT = `${OK}\r\n>`;
const sent = (length: number): string => `\r\nRecv ${length} bytes\r\n\r\nSEND OK\r\n`;
const profile = releaseProfile('3.4.0.0');

/** What came in `+IPD`s, until it is so many bytes. */
const received = async (at: Conversation, length: number): Promise<string> => {
  let text = '';
  while (text.length < length) {
    const head = /^\r\n\+IPD,(\d+):$/.exec(await at.through(':'));
    expect(head).not.to.equal(null);
    const count = Number(head?.[1]);
    expect(count).to.be.within(1, profile.links.packetBytes);
    text += await at.next(count);
  }
  return text;
};

describe('A link of the simulated modem', () => {
  let peer: Peer;

  before(async () => {
    peer = await startPeer();
  });

  after(() => peer[Symbol.asyncDispose]());

  it('is told where it leads, is the only one, and is closed by command', async () => {
    await using bench = await joinedBoard(peer, { profile });
    const { at } = bench;
    await at.ask('AT+CIPSTATUS\r\n', `STATUS:2\r\n${OK}`);

    await at.ask('AT+CIPSTART="TCP","peer.test",7\r\n', `CONNECT\r\n${OK}`);

    const socket = await peer.accept();
    const line = `0,"TCP","10.0.2.2",7,${socket.remotePort},0\r\n`;
    await at.ask('AT+CIPSTATUS\r\n', `STATUS:3\r\n+CIPSTATUS:${line}${OK}`);
    await at.ask('AT+CIPSTATE?\r\n', `+CIPSTATE:${line}${OK}`);
    await at.ask('AT+CIPSTART="TCP","10.0.2.2",7\r\n', ERROR);
    await at.ask('AT+CIPCLOSE=0\r\n', ERROR);
    await at.ask('AT+CIPCLOSE\r\n', `CLOSED\r\n${OK}`);
    await endOf(socket);
    await at.ask('AT+CIPCLOSE\r\n', ERROR);
    await at.ask('AT+CIPSTATUS\r\n', `STATUS:4\r\n${OK}`);
    await at.ask('AT+CIPSTATE?\r\n', OK);
  });

  it('does not come about where nobody listens, nobody answers, or nobody has that name', async () => {
    await using bench = await joinedBoard(peer, { profile });

    await bench.at.ask('AT+CIPSTART="TCP","10.0.2.2",9\r\n', ERROR);
    await bench.at.ask('AT+CIPSTART="TCP","10.0.2.77",7\r\n', ERROR);
    await bench.at.ask('AT+CIPSTART="TCP","nobody.test",7\r\n', ERROR);
    await bench.at.ask('AT+CIPSTATUS\r\n', `STATUS:2\r\n${OK}`);
  });

  it('keeps the board busy until a host that does not answer is given up', async () => {
    await using bench = await joinedBoard(peer, { profile, pace: 100 });
    const from = performance.now();

    bench.at.send('AT+CIPSTART="TCP","10.0.2.77",7\r\n');
    await bench.at.ask('AT\r\n', '\r\nbusy p...\r\n');
    await bench.at.expect(ERROR);

    // A little is left to the computer's clocks.
    expect(performance.now() - from).to.be.at.least(profile.links.connectMs / 100 - 5);
  });

  it('is given up after the time that 4.1.1.0 is told', async () => {
    const newer = releaseProfile('4.1.1.0');
    await using bench = await joinedBoard(peer, { profile: newer, pace: 1 });
    await using older = await joinedBoard(peer, { profile });
    const from = performance.now();

    await bench.at.ask('AT+CIPSTART="TCP","10.0.2.77",7,,,20\r\n', ERROR);

    expect(performance.now() - from).to.be.within(15, newer.links.connectMs / 2);
    await bench.at.ask('AT+CIPSTART="TCP","10.0.2.77",7,,,-1\r\n', ERROR);
    await bench.at.ask('AT+CIPSTART="UDP","10.0.2.2",7,0,0,"10.0.2.15",20\r\n', ERROR);
    await bench.at.ask('AT+CIPSTART="TCP","10.0.2.2",7,0,,0\r\n', `CONNECT\r\n${OK}`);
    await (await peer.accept()).end();
    await older.at.ask('AT+CIPSTART="TCP","10.0.2.2",7,0,,20\r\n', ERROR);
  });

  it('is given up for a restart that is asked for meanwhile', async () => {
    await using bench = await joinedBoard(peer, { profile, pace: 100 });
    const { at } = bench;

    at.send('AT+CIPSTART="TCP","10.0.2.77",7\r\n');
    await at.ask('AT+RST\r\n', `\r\nWill force to restart!!!\r\n${OK}WIFI DISCONNECT\r\n`);
    await at.through('\r\nready\r\n');
    await at.through('WIFI GOT IP\r\n');

    await at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await at.ask('AT+CIPSTATE?\r\n', OK);
  });

  it('needs an address of its own', async () => {
    await using bench = await joinedBoard(peer, { profile });
    await bench.at.ask('AT+CWQAP\r\n', `WIFI DISCONNECT\r\n${OK}`);

    await bench.at.ask('AT+CIPSTART="TCP","10.0.2.2",7\r\n', ERROR);
    await bench.at.ask('AT+CIPSTATUS\r\n', `STATUS:5\r\n${OK}`);
  });

  for (const [line, code] of [
    ['AT+CIPSTART=TCP,"10.0.2.2",7', '0x01080000'],
    ['AT+CIPSTART="TCP",10.0.2.2,7', '0x01080001'],
    ['AT+CIPSTART="TCP","10.0.2.2"', '0x01080002'],
    ['AT+CIPSTART="TCP","10.0.2.2",seven', '0x01080002'],
    ['AT+CIPSTART="TCP","10.0.2.2",65536'],
    ['AT+CIPSTART="TCP","10.0.2.2",-1'],
    ['AT+CIPSTART="TCP","10.0.2.2",0'],
    ['AT+CIPSTART="tcp","10.0.2.2",7'],
    ['AT+CIPSTART="TCPv6","::1",7'],
    [`AT+CIPSTART="TCP","${'x'.repeat(65)}",7`],
    ['AT+CIPSTART="TCP","10.0.2.2",7,7201'],
    ['AT+CIPSTART="TCP","10.0.2.2",7,0,"here"'],
    ['AT+CIPSTART="TCP","10.0.2.2",7,0,"10.0.2.15",1'],
    ['AT+CIPSEND=4'],
    ['AT+CIPSEND'],
    ['AT+CIPCLOSE'],
    ['AT+CIPRECVDATA=4'],
  ] as const) {
    it(`is not there after ${line.slice(0, 60)}`, async () => {
      await using bench = await joinedBoard(peer, { profile });
      await bench.at.ask('AT+SYSLOG=1\r\n', OK);

      const codes = code ? `ERR CODE:${code}\r\n` : '';
      await bench.at.ask(`${line}\r\n`, codes + ERROR);
      await bench.at.ask('AT+CIPSTATE?\r\n', OK);
    });
  }

  it('takes a keep-alive time and an address of its own', async () => {
    await using bench = await joinedBoard(peer, { profile });

    await bench.at.ask('AT+CIPSTART="TCP","10.0.2.2",7,60,"10.0.2.15"\r\n', `CONNECT\r\n${OK}`);
    await peer.accept();
  });

  it('carries bytes to the peer as they are', async () => {
    await using bench = await linkedBoard(peer, { profile });
    const data = '\r\nOK\r\n>AT+RST\r\n\0\xff+++';

    await bench.at.ask(`AT+CIPSEND=${data.length}\r\n`, PROMPT);
    await bench.at.ask(data, sent(data.length));

    expect((await bytesFrom(bench.socket, data.length)).toString('latin1')).to.equal(data);
  });

  it('waits for all the bytes, and drops what is beyond them with busy', async () => {
    await using bench = await linkedBoard(peer, { profile });

    await bench.at.ask('AT+CIPSEND=4\r\n', PROMPT);
    bench.at.send('ab');
    await bench.at.ask('cdAT\r\n', `\r\nbusy p...\r\n${sent(4)}`);
    await bench.at.ask('AT\r\n', OK);

    expect(String(await bytesFrom(bench.socket, 4))).to.equal('abcd');
  });

  for (const release of ['2.2.0.0', '3.4.0.0']) {
    it(`takes as much in one piece as ${release} documents`, async () => {
      const { links } = releaseProfile(release);
      await using bench = await linkedBoard(peer, { profile: releaseProfile(release) });
      const data = Buffer.alloc(links.sendBytes, 'x');

      await bench.at.ask(`AT+CIPSEND=${data.length + 1}\r\n`, ERROR);
      await bench.at.ask('AT+CIPSEND=0\r\n', ERROR);
      await bench.at.ask('AT+CIPSEND=1,"10.0.2.2",7\r\n', ERROR);
      await bench.at.ask(`AT+CIPSEND=${data.length}\r\n`, PROMPT);
      await bench.at.ask(data, sent(data.length));

      expect((await bytesFrom(bench.socket, data.length)).equals(data)).to.equal(true);
    });
  }

  it('says that nothing was sent when the peer went while the data were entered', async () => {
    await using bench = await linkedBoard(peer, { profile });
    await bench.at.ask('AT+CIPSEND=4\r\n', PROMPT);
    bench.socket.destroy();
    await bench.at.expect('CLOSED\r\n');

    await bench.at.ask('abcd', '\r\nRecv 4 bytes\r\n\r\nSEND FAIL\r\n');
    await bench.at.ask('AT+CIPSEND=4\r\n', ERROR);
  });

  it('tells what the peer sends, and then that it has closed', async () => {
    await using bench = await linkedBoard(peer, { profile });

    bench.socket.end('\r\nOK\r\n');

    await bench.at.expect('\r\n+IPD,6:\r\nOK\r\nCLOSED\r\n');
  });

  it('carries any bytes in any pieces, both ways', async () => {
    await using bench = await linkedBoard(peer, { profile });
    const { at, socket } = bench;
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), { maxLength: 4 });

    await fc.assert(
      fc.asyncProperty(pieces, pieces, async (down, up) => {
        for (const piece of down) socket.write(piece);
        const wanted = Buffer.concat(down).toString('latin1');
        expect((await received(at, wanted.length)) === wanted).to.equal(true);

        for (const piece of up) {
          await at.ask(`AT+CIPSEND=${piece.length}\r\n`, PROMPT);
          await at.ask(piece, sent(piece.length));
        }
        const all = Buffer.concat(up);
        expect((await bytesFrom(socket, all.length)).equals(all)).to.equal(true);
      }),
      { numRuns: 30 },
    );
  });

  it('loses nothing on a slow AT port', async () => {
    await using bench = await linkedBoard(peer, { profile, realtime: true });
    const { at, socket } = bench;
    await at.ask('AT+UART_CUR=2000000,8,1,0,0\r\n', OK);
    const data = Buffer.alloc(60_000, '0123456789');

    socket.write(data);

    expect((await received(at, data.length)) === data.toString()).to.equal(true);
  });

  it('goes when the station leaves its access point', async () => {
    await using bench = await linkedBoard(peer, { profile });

    await bench.at.ask('AT+CWQAP\r\n', `WIFI DISCONNECT\r\nCLOSED\r\n${OK}`);

    await endOf(bench.socket);
    await bench.at.ask('AT+CIPSEND=4\r\n', ERROR);
  });

  it('goes with a restart', async () => {
    await using bench = await linkedBoard(peer, { profile });

    await bench.at.ask('AT+RST\r\n', `${OK}WIFI DISCONNECT\r\nCLOSED\r\n`);

    await endOf(bench.socket);
  });

  it('breaks with the power, without a word', async () => {
    await using bench = await linkedBoard(peer, { profile });

    bench.board.powerOff();

    await endOf(bench.socket);
    expect(bench.at.unread).to.equal('');
  });

  it('is not made any more once the power is off', async () => {
    await using bench = await joinedBoard(peer, { profile });

    bench.at.send('AT+CIPSTART="TCP","10.0.2.2",7\r\n');
    bench.board.powerOff();
    bench.board.powerOn();

    await bench.at.through('\r\nready\r\n');
  });
});
