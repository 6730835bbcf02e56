import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import type { BenchBoard } from '../bench-board.ts';
import { releaseProfile } from '../releases/releases.ts';
import { joinedBoard } from './link-bench.ts';

const OK = '\r\nOK\r\n';
const ERROR = '\r\nERROR\r\n';
const profile = releaseProfile('3.4.0.0');

/** A host that takes datagrams. */
const startListener = async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    socket,
    port: socket.address().port,
    next: async () => {
      const [datagram, from] = (await once(socket, 'message')) as [Buffer, RemoteInfo];
      return { text: String(datagram), from };
    },
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
};

const send = async ({ at }: BenchBoard, text: string): Promise<void> => {
  await at.ask(`AT+CIPSEND=${text.length}\r\n`, `${OK}\r\n>`);
  await at.ask(text, `\r\nRecv ${text.length} bytes\r\n\r\nSEND OK\r\n`);
};

describe('UDP links of the simulated modem', () => {
  it('carry a datagram a piece, both ways', async () => {
    await using host = await startListener();
    await using bench = await joinedBoard(host, { profile });
    const { at } = bench;
    await at.ask('AT+CIPSTART="UDP","peer.test",7,1002,0\r\n', `CONNECT\r\n${OK}`);
    await at.ask('AT+CIPSTATE?\r\n', `+CIPSTATE:0,"UDP","10.0.2.2",7,1002,0\r\n${OK}`);

    const came = host.next();
    await send(bench, 'first');
    const { text, from } = await came;
    host.socket.send('one', from.port, from.address);
    await at.expect('\r\n+IPD,3:one');
    host.socket.send('two', from.port, from.address);
    await at.expect('\r\n+IPD,3:two');

    expect(text).to.equal('first');
    await at.ask('AT+CIPCLOSE\r\n', `CLOSED\r\n${OK}`);
  });

  it('are open also where nobody listens, and lose what they send', async () => {
    await using host = await startListener();
    await using bench = await joinedBoard(host, { profile });

    for (const address of ['10.0.2.2",9', '10.0.2.77",7']) {
      await bench.at.ask(`AT+CIPSTART="UDP","${address}\r\n`, `CONNECT\r\n${OK}`);
      await send(bench, 'anybody?');
      await send(bench, 'nobody.');
      await bench.at.ask('AT+CIPCLOSE\r\n', `CLOSED\r\n${OK}`);
    }
  });

  it('need a name that is known, an address, and parameters that fit', async () => {
    await using host = await startListener();
    await using bench = await joinedBoard(host, { profile });
    const { at } = bench;

    for (const wrong of ['"nobody.test",7', '"10.0.2.2",7,65536', '"10.0.2.2",7,1,3', '"10.0.2.2"'])
      await at.ask(`AT+CIPSTART="UDP",${wrong}\r\n`, ERROR);
    await at.ask('AT+CWQAP\r\n', `WIFI DISCONNECT\r\n${OK}`);
    await at.ask('AT+CIPSTART="UDP","10.0.2.2",7\r\n', ERROR);
  });

  it('go with the station', async () => {
    await using host = await startListener();
    await using bench = await joinedBoard(host, { profile });
    await bench.at.ask('AT+CIPSTART="UDP","10.0.2.2",7\r\n', `CONNECT\r\n${OK}`);

    await bench.at.ask('AT+CWQAP\r\n', `WIFI DISCONNECT\r\nCLOSED\r\n${OK}`);
    await bench.at.ask('AT+CIPSTATE?\r\n', OK);
  });
});
