import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect } from 'chai';
import { patience, waitPatiently } from './patience.ts';

const WAIT_MS = 200;
/** No number of looks goes into it. */
const UNEVEN_MS = 219;

/** Nothing else runs meanwhile, as where the machine is busy with others. */
const holdUp = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe('Patience', () => {
  for (const ms of [5, 29, WAIT_MS, UNEVEN_MS]) {
    it(`of ${ms} ms is over when the time is, and not before`, async () => {
      const from = performance.now();

      await new Promise<void>((resolve) => {
        waitPatiently(ms, resolve);
      });

      // The first timer may be a millisecond early, by the clock of its loop.
      expect(performance.now() - from).to.be.at.least(ms - 2);
    });
  }

  it('does not miss what came while the process was held up for longer than that', async () => {
    const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect(server.address() as { port: number });
    await once(socket, 'connect');
    try {
      const answer = once(socket, 'data').then(() => 'answered');
      const silence = new Promise((resolve) => waitPatiently(WAIT_MS, () => resolve('silence')));
      socket.write('?');
      holdUp(2 * WAIT_MS);

      expect(await Promise.race([answer, silence])).to.equal('answered');
    } finally {
      socket.destroy();
      server.close();
    }
  });

  it('can be ended before', async () => {
    let isOver = false;
    const stop = waitPatiently(1, () => {
      isOver = true;
    });

    stop();

    await once(patience(30), 'abort');
    expect(isOver).to.equal(false);
  });

  it('is a signal that says it was the time', async () => {
    const signal = patience(5);
    await once(signal, 'abort');

    expect(signal.reason).to.be.instanceOf(DOMException).with.property('name', 'TimeoutError');
  });
});
