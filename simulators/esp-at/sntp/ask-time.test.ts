import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import fc from 'fast-check';
import { Network } from '../../network/network.ts';
import { NTP_BYTES, readTimestamp, writeTimestamp } from '../../network/ntp-packet.ts';
import { startNtpServer } from '../../network/ntp-server.ts';
import { startNetwork } from '../../network/start-network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { realTimers } from '../../network/timers.ts';
import { DEFAULT_WORLD } from '../../network/world.ts';
import { askTime } from './ask-time.ts';

const EVER = new AbortController().signal;
const NOON = Date.UTC(2026, 10, 23, 12, 0, 0, 250);

const networkTo = (ntp: string, routes: Record<string, string> = {}): (() => Network) => {
  const network = new Network({ ...DEFAULT_WORLD, ntp, routes });
  return () => network;
};

describe('SNTP client', () => {
  it('gets the time from a server by its name', async () => {
    await using server = await startNtpServer({ now: () => NOON });
    await using around = await startNetwork({ ...DEFAULT_WORLD, ntp: server.endpoint });

    const time = await askTime({
      network: () => around.network,
      servers: ['pool.ntp.org'],
      timers: realTimers,
      signal: EVER,
    });

    expect(time).to.equal(NOON);
    expect(server.asked).to.equal(1);
  });

  it('sends a client request of version 4 with nothing else in it', async () => {
    const server = createSocket('udp4');
    const off = new AbortController();
    try {
      server.bind(0, '127.0.0.1');
      await once(server, 'listening');
      const heard = once(server, 'message');
      const asking = askTime({
        network: networkTo(`127.0.0.1:${server.address().port}`),
        servers: ['203.0.113.9'],
        timers: realTimers,
        signal: off.signal,
      }).catch(() => undefined);

      const [request] = (await heard) as [Buffer];
      off.abort();
      await asking;

      expect(request.toString('hex')).to.equal(`23${'00'.repeat(47)}`);
    } finally {
      server.close();
    }
  });

  it('asks the next server when one is silent, and again after a round without answer', async () => {
    let silent = true;
    await using dumb = await startNtpServer({ silent: true });
    await using good = await startNtpServer({ now: () => NOON, silent: () => silent });
    const timers = new StepTimers();
    const asking = askTime({
      network: networkTo(good.endpoint, { '10.0.2.50:123': dumb.endpoint }),
      servers: ['10.0.2.50', 'no-such-name.test', '10.0.2.51'],
      timers,
      signal: EVER,
    });

    // 15 s for the silent one, 14 s for the name, 15 s for the third, 15 s until the next round
    await until(() => dumb.asked === 1);
    await timers.advance(29_000);
    await until(() => good.asked === 1);
    silent = false;
    await timers.advance(30_000);
    await until(() => dumb.asked === 2);
    await timers.advance(29_000);

    expect(await asking).to.equal(NOON);
    expect(timers.pending).to.equal(0);
  });

  it('does not take a kiss of death or half a packet for an answer', async () => {
    const server = createSocket('udp4');
    const timers = new StepTimers();
    try {
      server.bind(0, '127.0.0.1');
      await once(server, 'listening');
      let asked = 0;
      server.on('message', (_, { port, address }) => {
        asked += 1;
        const reply = Buffer.alloc(NTP_BYTES);
        reply[0] = 0x24;
        reply[1] = asked < 3 ? 0 : 2;
        writeTimestamp(reply, 40, NOON);
        server.send(asked === 2 ? reply.subarray(0, 20) : reply, port, address);
      });
      const asking = askTime({
        network: networkTo(`127.0.0.1:${server.address().port}`),
        servers: ['10.0.2.50', '10.0.2.51', '10.0.2.52'],
        timers,
        signal: EVER,
      });

      await until(() => asked === 1);
      await timers.advance(15_000);
      await until(() => asked === 2);
      await timers.advance(15_000);

      expect(await asking).to.equal(NOON);
    } finally {
      server.close();
    }
  });

  it('lets everything go when it is switched off', async () => {
    const timers = new StepTimers();
    const off = new AbortController();
    const asking = askTime({
      network: () => new Network(DEFAULT_WORLD),
      servers: ['10.0.2.50'],
      timers,
      signal: off.signal,
    });

    off.abort(new Error('power off'));

    expect(await asking.catch((error: Error) => error.message)).to.equal('power off');
    expect(timers.pending).to.equal(0);
  });

  it('reads every time from 1970 to 2100 that a server writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0) }), (time) => {
        const packet = Buffer.alloc(NTP_BYTES);
        writeTimestamp(packet, 40, time);
        expect(readTimestamp(packet, 40)).to.equal(time);
      }),
    );
  });
});

/** Lets sockets work until something has come about; the suite's time-out bounds it. */
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
