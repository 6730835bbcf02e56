import { duplexPair } from 'node:stream';
import { expect } from 'chai';
import { fromDuplex } from '../../ports/from-duplex.ts';
import { LoaderRecord } from './loader-record.ts';
import { LoaderTransport } from './loader-transport.ts';
import { webSerialPort } from './web-serial.ts';

const PATIENCE_MS = 60;
const EVERY_MS = 10;
/** Long enough that a busy machine is not taken for a silent port. */
const SLOW_MS = 400;

const open = async () => {
  const [near, far] = duplexPair();
  const record = new LoaderRecord();
  const transport = new LoaderTransport(
    webSerialPort(fromDuplex(near, 'a port', 'simulated')),
    record,
  );
  await transport.connect(115_200);
  // The library leaves that to whoever connects.
  void transport.readLoop();
  return { transport, far, record };
};

/** Says it again and again, until it is disposed of. */
const saying = (far: NodeJS.WritableStream, bytes: Uint8Array): Disposable => {
  const timer = setInterval(() => far.write(bytes), EVERY_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
};

describe('The transport of packets to a loader', () => {
  it('gives up on a firmware that talks and talks', async () => {
    const { transport, far, record } = await open();
    using _firmware = saying(far, Buffer.from('I (1) wifi: here\r\n'));

    const error = await transport.read(PATIENCE_MS).catch((cause: unknown) => cause);

    expect(error).to.be.an('error').with.property('message', `Nothing came for ${PATIENCE_MS} ms`);
    await transport.disconnect();
    expect(record.said).to.contain('wifi: here');
  });

  it('gives up on a packet that never ends', async () => {
    const { transport, far } = await open();
    far.write(Buffer.from([0xc0]));
    using _line = saying(far, Buffer.alloc(0x4000, 0x55));

    const error = await transport.read(PATIENCE_MS).catch((cause: unknown) => cause);

    expect(error).to.be.an('error');
    await transport.disconnect();
  });

  it('waits for the end of a packet that comes slowly', async () => {
    const { transport, far } = await open();
    far.write(Buffer.from([0xc0]));
    const packet = transport.read(SLOW_MS);
    {
      using _line = saying(far, Buffer.from([0x55]));
      await new Promise((resolve) => setTimeout(resolve, 2 * SLOW_MS));
    }

    far.write(Buffer.from([0xc0]));

    expect((await packet).length).to.be.greaterThan(3);
    await transport.disconnect();
  });
});
