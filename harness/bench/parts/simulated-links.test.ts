import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { SimulatedBoard } from '../../../simulators/esp-at/board.ts';
import { factoryFlash } from '../../../simulators/esp-at/flash/factory.ts';
import { releaseProfile } from '../../../simulators/esp-at/releases/releases.ts';
import { Network } from '../../../simulators/network/network.ts';
import { parseWorld } from '../../../simulators/network/world.ts';
import { AtClient } from '../../at/at-client.ts';
import type { AtEvent } from '../../at/at-event.ts';
import { commands } from '../../at/commands/index.ts';
import { AtRefused } from '../../at/errors.ts';
import { fromDuplex } from '../../ports/from-duplex.ts';

const NASTY = Buffer.from('\r\nOK\r\n>\0\xffSEND FAIL\r\n+IPD,9:', 'latin1');
const WITHIN = { from: 0, withinMs: 25_000 };

const receivedIn = (event: AtEvent): Uint8Array | undefined =>
  event.kind === 'link-received' ? event.payload : undefined;

/** A server that gives back what it gets, and a client at a board that has joined the network it is in. */
const bring = async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const world = `{accessPoints: [{ssid: air, security: open}], routes: {"10.0.2.2:7": "127.0.0.1:${port}"}}`;
  const profile = releaseProfile('3.4.0.0');
  const flash = await factoryFlash(profile);
  const network = new Network(parseWorld(world));
  const board = new SimulatedBoard({ profile, flash, network, pace: 1_000 });
  const client = new AtClient(fromDuplex(board.connectAt(), 'sim://echo', 'simulated'), {
    afterPromptMs: 0,
  });
  board.powerOn();
  await client.waitFor('ready', ({ kind }) => (kind === 'ready' ? true : undefined), WITHIN);
  await client.synchronise();
  await client.do(commands.wifiMode.set, { mode: 1 });
  await client.do(commands.joinAccessPoint.set, { ssid: 'air', password: '' });
  return {
    client,
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await board[Symbol.asyncDispose]();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const target = { type: 'TCP', host: '10.0.2.2', port: 7 };

describe('AT client at a simulated board with links', () => {
  it('sends bytes over a link and hears what comes back', async () => {
    await using bench = await bring();
    const { client } = bench;
    await client.do(commands.openLink.set, target);

    await client.do(commands.sendOverLink.set, { length: NASTY.length }, { data: NASTY });

    const echo = await client.waitFor('the echo', receivedIn, WITHIN);
    expect(Buffer.from(echo).equals(NASTY)).to.equal(true);
    expect(client.heard(0).filter(({ kind }) => kind === 'noise')).to.deep.equal([]);
  });

  it('keeps links apart by their numbers', async () => {
    await using bench = await bring();
    const { client } = bench;
    await client.do(commands.linkNumbers.set, { on: 1 });
    await client.do(commands.openLink.set, { link: 3, ...target });

    await client.do(commands.sendOverLink.set, { link: 3, length: 2 }, { data: Buffer.from('hi') });

    const from = await client.waitFor(
      'the echo',
      (event) => (event.kind === 'link-received' ? event.link : undefined),
      WITHIN,
    );
    const [state] = await client.do(commands.linkState.query);
    expect(from).to.equal(3);
    expect(state).to.deep.include({ link: 3, type: 'TCP', address: '10.0.2.2', port: 7, side: 0 });
    await client.do(commands.closeLink.set, { link: 3 });
    expect(client.heard(0)).to.deep.include({ kind: 'link-closed', link: 3 });
  });

  it('fetches what has been kept', async () => {
    await using bench = await bring();
    const { client } = bench;
    await client.do(commands.receiveMode.set, { passive: 1 });
    await client.do(commands.openLink.set, target);
    await client.do(commands.sendOverLink.set, { length: NASTY.length }, { data: NASTY });
    const waiting = await client.waitFor(
      'the notice',
      (event) => (event.kind === 'link-waiting' ? event.length : undefined),
      WITHIN,
    );

    const { bytes } = await client.do(commands.fetchReceived.set, { length: 1_000 });

    expect(waiting).to.equal(NASTY.length);
    expect(Buffer.from(bytes).equals(NASTY)).to.equal(true);
  });

  it('is refused when the link has gone', async () => {
    await using bench = await bring();
    const { client } = bench;
    await client.do(commands.openLink.set, target);
    bench.hangUp();
    const isClosed = ({ kind }: AtEvent) => (kind === 'link-closed' ? true : undefined);
    await client.waitFor('the close', isClosed, WITHIN);

    const refused = await client
      .do(commands.sendOverLink.set, { length: 2 }, { data: Buffer.from('hi') })
      .catch((error: unknown) => error);

    expect(refused).to.be.instanceOf(AtRefused);
  });

  it('passes data through and comes back to commands', async () => {
    await using bench = await bring();
    const { client } = bench;
    await client.do(commands.passthrough.set, { on: 1 });
    await client.do(commands.openLink.set, target);

    await client.do(commands.linkState.query);
    await client.do(commands.sendOverLink.passThrough, {}, { data: Buffer.from('through\r\n') });
    await client.do(commands.passthrough.set, { on: 0 });

    expect(client.heard(0)).to.deep.include({ kind: 'noise', line: 'through' });
  });
});
