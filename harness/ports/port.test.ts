import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { expect } from 'chai';
import { PortClosed, PortLost, PortWriteTimeout } from './errors.ts';
import { fromDuplex } from './from-duplex.ts';
import { openPort } from './open-port.ts';
import type { Port } from './port.ts';
import { openPty } from './pty.ts';

/** A port, the device's end of its wire, and how that end vanishes. */
interface Wire extends AsyncDisposable {
  readonly port: Port;
  readonly device: Duplex;
  vanish(): void;
}

const overDuplex = async (): Promise<Wire> => {
  const [host, device] = duplexPair();
  const port = await openPort('sim://board', { simulated: () => host });
  return {
    port,
    device,
    vanish: () => device.end(),
    [Symbol.asyncDispose]: () => port.close(),
  };
};

const overTcp = async (): Promise<Wire> => {
  const server = createServer({ noDelay: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const at = server.address();
  const port = await openPort(`tcp://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`);
  const device = await accepted;
  device.on('error', () => undefined);
  return {
    port,
    device,
    vanish: () => device.destroy(),
    [Symbol.asyncDispose]: async () => {
      await port.close();
      device.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const overPty = async (): Promise<Wire> => {
  const pty = await openPty();
  const port = await openPort(pty.path);
  return {
    port,
    device: pty.far,
    vanish: () => pty.far.destroy(),
    [Symbol.asyncDispose]: async () => {
      await port.close();
      await pty.close();
    },
  };
};

const take = async (incoming: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let taken = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk);
    taken += chunk.length;
    if (taken >= length) break;
  }
  return Buffer.concat(chunks);
};

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const MEGABYTE = randomBytes(1 << 20);

for (const [name, open] of Object.entries({
  'simulated wire': overDuplex,
  'TCP port': overTcp,
  'serial device': overPty,
})) {
  describe(`A ${name}`, () => {
    before(function () {
      if (open === overPty && process.platform === 'win32') this.skip();
    });

    it('brings a megabyte of any bytes to the device', async () => {
      await using wire = await open();

      const sent = wire.port.send(MEGABYTE);
      const got = await take(wire.device, MEGABYTE.length);
      await sent;

      expect(got.equals(MEGABYTE)).to.equal(true);
    });

    it('brings a megabyte of any bytes to the host', async () => {
      await using wire = await open();

      wire.device.write(MEGABYTE);

      expect((await take(wire.port.incoming, MEGABYTE.length)).equals(MEGABYTE)).to.equal(true);
    });

    it('keeps what came before anybody reads', async () => {
      await using wire = await open();

      await new Promise((resolve) => wire.device.write('\r\nready\r\n', resolve));

      expect(String(await take(wire.port.incoming, 9))).to.equal('\r\nready\r\n');
    });

    it('goes on with the next reader where the last one stopped', async () => {
      await using wire = await open();

      wire.device.write('one');
      expect(String(await take(wire.port.incoming, 3))).to.equal('one');
      wire.device.write('two');

      expect(String(await take(wire.port.incoming, 3))).to.equal('two');
    });

    it('lets a reader go that waits for bytes, and keeps them for the next one', async () => {
      await using wire = await open();
      const reader = wire.port.incoming[Symbol.asyncIterator]();
      const waiting = reader.next();

      await reader.return?.();
      wire.device.write('later');

      expect((await waiting).done).to.equal(true);
      expect(String(await take(wire.port.incoming, 5))).to.equal('later');
    });

    it('tells that the other end vanished, behind its last words', async () => {
      await using wire = await open();
      wire.device.write('bye');
      const heard = await take(wire.port.incoming, 3);

      wire.vanish();
      const loss = await wire.port.lost;

      expect(String(heard)).to.equal('bye');
      expect(loss.code).to.equal('PORT_LOST');
      expect(await failure(take(wire.port.incoming, 1))).to.equal(loss);
    });

    it('refuses to send when the other end is gone', async () => {
      await using wire = await open();
      wire.vanish();
      await wire.port.lost;

      expect(await failure(wire.port.send(Buffer.from('AT\r\n'), 200))).to.be.instanceOf(PortLost);
    });

    it('gives a send up that is under way when the other end vanishes', async () => {
      await using wire = await open();
      wire.device.pause();
      const sending = failure(wire.port.send(randomBytes(16 << 20), 10_000));

      setImmediate(wire.vanish);

      expect(await sending).to.be.instanceOf(PortLost);
    });

    it('gives a send up that nobody takes', async () => {
      await using wire = await open();
      wire.device.pause();

      const error = await failure(wire.port.send(randomBytes(16 << 20), 50));

      expect(error).to.be.instanceOf(PortWriteTimeout);
    });

    it('can be closed twice, ends its reader and refuses to send afterwards', async () => {
      await using wire = await open();
      const reading = take(wire.port.incoming, 1);

      await Promise.all([wire.port.close(), wire.port.close()]);
      await wire.port.close();

      expect(await reading).to.have.length(0);
      expect(await failure(wire.port.send(Buffer.from('x')))).to.be.instanceOf(PortClosed);
    });
  });
}

describe('A port made of a stream', () => {
  it('holds the other end back while nobody reads, and loses nothing', async () => {
    const [host, device] = duplexPair();
    await using port = fromDuplex(host, 'sim://board', 'simulated');
    const total = 8 << 20;
    let written = 0;
    const write = (): void => {
      if (written >= total) return;
      written += 1 << 16;
      device.write(Buffer.alloc(1 << 16), write);
    };

    write();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(written).to.be.lessThan(3 << 20);

    expect(await take(port.incoming, total)).to.have.length(total);
  });

  it('takes a hundred thousand single bytes in linear time', async () => {
    const [host, device] = duplexPair();
    await using port = fromDuplex(host, 'sim://board', 'simulated');

    for (let i = 0; i < 100_000; i++) host.push(Buffer.from([i & 0xff]));
    device.resume();

    expect(await take(port.incoming, 100_000)).to.have.length(100_000);
  });

  it('has one reader at a time', async () => {
    const [host] = duplexPair();
    await using port = fromDuplex(host, 'sim://board', 'simulated');
    const first = take(port.incoming, 1);

    expect(await failure(take(port.incoming, 1))).to.be.instanceOf(TypeError);
    await port.close();
    await first;
  });
});
