import { expect } from 'chai';
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
const profile = releaseProfile('3.4.0.0');
const KEPT = profile.links.keptBytes;

describe('Modes of the links', () => {
  let peer: Peer;

  before(async () => {
    peer = await startPeer();
  });

  after(() => peer[Symbol.asyncDispose]());

  it('are off after a start, are 0 or 1, and are off again after a restart', async () => {
    await using bench = await joinedBoard(peer, { profile });
    const { at } = bench;

    for (const name of ['CIPMUX', 'CIPRECVMODE', 'CIPMODE']) {
      await at.ask(`AT+${name}?\r\n`, `+${name}:0\r\n${OK}`);
      for (const value of ['2', '-1', 'x', '', '0,0'])
        await at.ask(`AT+${name}=${value}\r\n`, ERROR);
      await at.ask(`AT+${name}=1\r\n`, OK);
      await at.ask(`AT+${name}?\r\n`, `+${name}:1\r\n${OK}`);
      await at.ask(`AT+${name}=0\r\n`, OK);
    }
    await at.ask('AT+CIPDINFO?\r\n', `+CIPDINFO:false\r\n${OK}`);
    await at.ask('AT+CIPDINFO=1\r\n', OK);
    await at.ask('AT+CIPDINFO?\r\n', `+CIPDINFO:true\r\n${OK}`);
    await at.ask('AT+CIPMUX=1\r\n', OK);
    at.send('AT+RST\r\n');
    await at.through('\r\nready\r\n');
    await at.through('WIFI GOT IP\r\n');
    await at.ask('ATE0\r\n', `ATE0\r\n${OK}`);
    await at.ask('AT+CIPMUX?\r\n', `+CIPMUX:0\r\n${OK}`);
    await at.ask('AT+CIPDINFO?\r\n', `+CIPDINFO:false\r\n${OK}`);
  });

  it('exclude each other where they mean nothing together', async () => {
    await using bench = await joinedBoard(peer, { profile });
    const { at } = bench;

    await at.ask('AT+CIPMODE=1\r\n', OK);
    await at.ask('AT+CIPMUX=1\r\n', ERROR);
    await at.ask('AT+CIPRECVMODE=1\r\n', ERROR);
    await at.ask('AT+CIPMODE=0\r\n', OK);
    await at.ask('AT+CIPMUX=1\r\n', OK);
    await at.ask('AT+CIPMODE=1\r\n', ERROR);
  });

  it('tell where data come from, and all of a new link, when that is wanted', async () => {
    await using bench = await joinedBoard(peer, { profile });
    const { at } = bench;
    await at.ask('AT+CIPDINFO=1\r\n', OK);
    await at.ask('AT+SYSMSG=2\r\n', OK);

    at.send('AT+CIPSTART="TCP","10.0.2.2",7\r\n');

    const socket = await peer.accept();
    await at.expect(`+LINK_CONN:0,0,"TCP",0,"10.0.2.2",7,${socket.remotePort}\r\n${OK}`);
    socket.write('abc');
    await at.expect('\r\n+IPD,3,"10.0.2.2",7:abc');
  });
});

describe('Links with numbers', () => {
  let peer: Peer;

  before(async () => {
    peer = await startPeer();
  });

  after(() => peer[Symbol.asyncDispose]());

  it('are five, each with its own bytes', async () => {
    await using bench = await joinedBoard(peer, { profile });
    const { at } = bench;
    await at.ask('AT+CIPMUX=1\r\n', OK);
    await at.ask('AT+CIPSTART="TCP","10.0.2.2",7\r\n', ERROR);
    await at.ask('AT+CIPSTART=5,"TCP","10.0.2.2",7\r\n', ERROR);
    await at.ask('AT+CIPSTART=4,"TCP","10.0.2.2",7\r\n', `4,CONNECT\r\n${OK}`);
    const fourth = await peer.accept();
    await at.ask('AT+CIPSTART=4,"TCP","10.0.2.2",7\r\n', ERROR);
    await at.ask('AT+CIPSTART=0,"TCP","10.0.2.2",7\r\n', `0,CONNECT\r\n${OK}`);
    const first = await peer.accept();

    const lines = [first, fourth].map(
      ({ remotePort }, i) => `+CIPSTATE:${i * 4},"TCP","10.0.2.2",7,${remotePort},0\r\n`,
    );
    await at.ask('AT+CIPSTATE?\r\n', lines.join('') + OK);
    await at.ask('AT+CIPSEND=4,2\r\n', PROMPT);
    await at.ask('hi', '\r\nRecv 2 bytes\r\n\r\nSEND OK\r\n');
    expect(String(await bytesFrom(fourth, 2))).to.equal('hi');
    first.write('ho');
    await at.expect('\r\n+IPD,0,2:ho');
    await at.ask('AT+CIPSEND=3,2\r\n', ERROR);
    await at.ask('AT+CIPSEND=2\r\n', ERROR);
  });

  it('stay in their mode while one is open, and close one by one or together', async () => {
    await using bench = await joinedBoard(peer, { profile });
    const { at } = bench;
    await at.ask('AT+CIPMUX=1\r\n', OK);
    const sockets = [];
    for (const id of [0, 1, 2]) {
      await at.ask(`AT+CIPSTART=${id},"TCP","10.0.2.2",7\r\n`, `${id},CONNECT\r\n${OK}`);
      sockets.push(await peer.accept());
    }

    await at.ask('AT+CIPMUX=0\r\n', ERROR);
    await at.ask('AT+CIPMUX=1\r\n', OK);
    await at.ask('AT+CIPCLOSE\r\n', ERROR);
    await at.ask('AT+CIPCLOSE=3\r\n', ERROR);
    await at.ask('AT+CIPCLOSE=6\r\n', ERROR);
    await at.ask('AT+CIPCLOSE=1\r\n', `1,CLOSED\r\n${OK}`);
    sockets[0]?.end();
    await at.expect('0,CLOSED\r\n');
    await at.ask('AT+CIPCLOSE=5\r\n', `2,CLOSED\r\n${OK}`);
    await Promise.all(sockets.map(endOf));
    await at.ask('AT+CIPMUX=0\r\n', OK);
  });
});

describe('Received data that wait', () => {
  let peer: Peer;

  before(async () => {
    peer = await startPeer();
  });

  after(() => peer[Symbol.asyncDispose]());

  it('are announced once, and fetched as much as is wanted at a time', async () => {
    await using bench = await linkedBoard(peer, { profile });
    const { at, socket } = bench;
    await at.ask('AT+CIPRECVMODE=1\r\n', OK);
    await at.ask('AT+CIPRECVLEN?\r\n', `+CIPRECVLEN:0,,,,\r\n${OK}`);
    await at.ask('AT+CIPRECVDATA=1\r\n', ERROR);

    socket.write('OK\r\n>');
    await at.expect('\r\n+IPD,5\r\n');
    await at.ask('AT+CIPRECVLEN?\r\n', `+CIPRECVLEN:5,,,,\r\n${OK}`);
    await at.ask('AT+CIPRECVDATA=0\r\n', ERROR);
    await at.ask('AT+CIPRECVDATA=2\r\n', `+CIPRECVDATA:2,OK${OK}`);
    socket.write('!');
    await at.expect('\r\n+IPD,4\r\n');
    await at.ask('AT+CIPDINFO=1\r\n', OK);
    await at.ask('AT+CIPRECVDATA=100\r\n', `+CIPRECVDATA:4,"10.0.2.2",7,\r\n>!${OK}`);
  });

  it('hold back the end of their link until they are fetched', async () => {
    await using bench = await linkedBoard(peer, { profile });
    const { at, socket } = bench;
    await at.ask('AT+CIPRECVMODE=1\r\n', OK);

    socket.end('abc');
    await at.expect('\r\n+IPD,3\r\n');
    await endOf(socket);
    await at.ask('AT+CIPRECVDATA=2\r\n', `+CIPRECVDATA:2,ab${OK}`);
    await at.ask('AT+CIPRECVDATA=2\r\n', `+CIPRECVDATA:1,c${OK}CLOSED\r\n`);
  });

  it('are lost when their link is closed', async () => {
    await using bench = await linkedBoard(peer, { profile });
    const { at, socket } = bench;
    await at.ask('AT+CIPRECVMODE=1\r\n', OK);
    socket.write('abc');
    await at.expect('\r\n+IPD,3\r\n');

    await at.ask('AT+CIPCLOSE\r\n', `CLOSED\r\n${OK}`);
    await at.ask('AT+CIPRECVDATA=3\r\n', ERROR);
    await endOf(socket);
  });

  it('are no more than the firmware has room for: then the peer waits', async () => {
    await using bench = await linkedBoard(peer, { profile });
    const { at, socket } = bench;
    await at.ask('AT+CIPRECVMODE=1\r\n', OK);
    const data = Buffer.alloc(4 * KEPT, '0123456789');

    socket.write(data);
    await at.through('\r\n+IPD,');
    await at.through('\r\n');
    let fetched = '';
    while (fetched.length < data.length) {
      at.send('AT+CIPRECVDATA=100000\r\n');
      const [, count = ''] = /\+CIPRECVDATA:(\d+),$/.exec(await at.through(',')) ?? [];
      expect(Number(count)).to.be.within(1, KEPT);
      fetched += await at.next(Number(count));
      await at.expect(OK);
      if (fetched.length < data.length) {
        await at.through('\r\n+IPD,');
        await at.through('\r\n');
      }
    }

    expect(fetched === data.toString()).to.equal(true);
  });
});
