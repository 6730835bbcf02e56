import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { Network } from '../../network/network.ts';
import { startNetwork } from '../../network/start-network.ts';
import { StepTimers } from '../../network/step-timers.ts';
import { DEFAULT_WORLD } from '../../network/world.ts';
import { dial } from './dial.ts';

describe('TCP of the modem', () => {
  const EVER = new AbortController().signal;

  it('goes where the routes of the world lead', async () => {
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using around = await startNetwork({
      ...DEFAULT_WORLD,
      names: { 'broker.test': '10.0.2.2' },
      routes: { '10.0.2.2:1883': `127.0.0.1:${port}` },
    });
    const { network } = around;
    const timers = new StepTimers();

    const dialled = await dial({ network, host: 'broker.test', port: 1883, timers, signal: EVER });

    if ('failure' in dialled) throw new Error(dialled.failure.text);
    expect(String((await once(dialled.socket, 'data'))[0])).to.equal('hello');
    dialled.socket.destroy();
    expect(timers.pending).to.equal(0);
    await new Promise((resolve) => server.close(resolve));
  });

  it('is refused at once by a port on which nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const timers = new StepTimers();

    const dialled = await dial({
      network: new Network(DEFAULT_WORLD),
      host: '127.0.0.1',
      port,
      timers,
      signal: EVER,
    });

    expect(dialled).to.have.property('failure').that.includes({ stage: 'tcp-refused' });
    expect(timers.pending).to.equal(0);
  });

  it('fails at once with a name that DNS does not know', async () => {
    await using around = await startNetwork(DEFAULT_WORLD);
    const { network } = around;
    const timers = new StepTimers();

    const dialled = await dial({ network, host: 'no.such.test', port: 1, timers, signal: EVER });

    expect(dialled)
      .to.have.property('failure')
      .that.includes({ stage: 'dns', text: 'no DNS server knows no.such.test' });
    expect(timers.now()).to.equal(0);
    expect(timers.pending).to.equal(0);
  });

  for (const host of ['no.such.test', '10.0.2.99', '127.0.0.1']) {
    it(`lets go of an attempt at ${host} when the power goes`, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const timers = new StepTimers();
      const power = new AbortController();
      const attempt = dial({
        network: new Network(DEFAULT_WORLD),
        host,
        port,
        timers,
        signal: power.signal,
      }).catch((error: Error) => error.message);

      power.abort(new Error('power off'));

      expect(await attempt).to.equal('power off');
      expect(timers.pending).to.equal(0);
      await new Promise((resolve) => server.close(resolve));
    });
  }
});
