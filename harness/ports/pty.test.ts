import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { expect } from 'chai';
import { openPort } from './open-port.ts';
import { openPty, type Pty } from './pty.ts';

/** A host that does nothing but open the path: no settings, no flushing. */
const openPlainly = (path: string): number =>
  openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);

/** What the host's end has for its reader now. */
const readPlainly = (descriptor: number): string => {
  const block = Buffer.alloc(1_000);
  try {
    return block.toString('latin1', 0, readSync(descriptor, block));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return '';
    throw error;
  }
};

const written = (far: Duplex, bytes: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    far.write(bytes, (error) => (error ? reject(error) : resolve()));
  });

/** Reads at the device's end until so much has come. */
const heard = async (far: Duplex, text: string): Promise<void> => {
  let got = '';
  while (!got.includes(text)) {
    const [chunk] = (await once(far, 'data')) as [Buffer];
    got += chunk.toString('latin1');
  }
};

/** Does something as a host in a process of its own, which has the path to itself. */
const asOther = async (path: string, then: string): Promise<string> => {
  const program = `
    import { openPort } from ${JSON.stringify(new URL('./open-port.ts', import.meta.url).href)};
    const port = await openPort(${JSON.stringify(path)}).catch((error) => error);
    ${then}`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  await once(child, 'close');
  return said.trim();
};

describe('A pty', () => {
  let pty: Pty;

  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  beforeEach(async () => {
    pty = await openPty();
    pty.far.on('error', () => undefined);
  });

  afterEach(() => pty.close());

  it('does not echo to the device what the device says', async () => {
    const host = openPlainly(pty.path);
    const received: string[] = [];
    pty.far.on('data', (chunk: Buffer) => received.push(String(chunk)));

    await written(pty.far, '\r\nready\r\n');
    expect(readPlainly(host)).to.equal('\r\nready\r\n');
    writeSync(host, 'AT\r\n');
    await heard(pty.far, '\n');

    expect(received.join('')).to.equal('AT\r\n');
    closeSync(host);
  });

  it('loses what is written while nobody has it open', async () => {
    await written(pty.far, '\r\nready\r\n');
    const first = openPlainly(pty.path);

    expect(readPlainly(first)).to.equal('');

    pty.far.resume();
    writeSync(first, 'AT\r\n');
    await heard(pty.far, '\n');
    closeSync(first);
    await written(pty.far, 'x'.repeat(100_000));
    const second = openPlainly(pty.path);
    expect(readPlainly(second)).to.equal('');
    closeSync(second);
  });

  it('outlives hosts that come, talk and go, and leaves nothing for the next one', async () => {
    pty.far.on('data', (chunk: Buffer) => pty.far.write(`${chunk}unread`));

    for (const line of ['first', 'second', 'third']) {
      await using port = await openPort(pty.path);
      await port.send(Buffer.from(line));
      let got = '';
      for await (const chunk of port.incoming) {
        got += Buffer.from(chunk).toString();
        if (got.endsWith('unread')) break;
      }

      expect(got).to.equal(`${line}unread`);
      pty.far.write('nobody reads this');
    }
  });

  it('does not block the program while it is full', async () => {
    const host = openPlainly(pty.path);
    const writing = written(pty.far, Buffer.alloc(1 << 20, 'x'));

    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(performance.now() - started).to.be.lessThan(10_000);

    let read = 0;
    while (read < 1 << 20) {
      read += readPlainly(host).length;
      await new Promise(setImmediate);
    }
    await writing;
    closeSync(host);
  });

  it('lets go of a write that nobody takes when the host leaves', async () => {
    pty.far.resume();
    const host = openPlainly(pty.path);
    const writing = written(pty.far, Buffer.alloc(1 << 20, 'x'));
    await new Promise(setImmediate);

    closeSync(host);

    await writing;
  });

  it('is gone when it is closed, twice if need be', async () => {
    const { path } = pty;

    await Promise.all([pty.close(), pty.close()]);

    expect(await openPort(path).catch(({ code }) => code)).to.equal('PORT_MISSING');
  });

  it('is for one program at a time', async () => {
    await using _mine = await openPort(pty.path);

    expect(await openPort(pty.path).catch(({ code }) => code)).to.equal('PORT_HELD');
    expect(await asOther(pty.path, 'console.log(port.code); process.exit()')).to.equal('PORT_HELD');
  });

  it('can be opened by the native binding of another process, at any usual rate', async () => {
    pty.far.on('data', (chunk: Buffer) => pty.far.write(String(chunk).toUpperCase()));
    const talk = `
      await port.setBaudRate(921600);
      await port.send(Buffer.from('hello\\r\\n'));
      let got = '';
      for await (const chunk of port.incoming) {
        got += Buffer.from(chunk);
        if (got.endsWith('\\n')) break;
      }
      console.log(JSON.stringify(got));
      await port.close();`;

    expect(await asOther(pty.path, talk)).to.equal('"HELLO\\r\\n"');
  });

  it('says that it has no modem lines', async () => {
    await using port = await openPort(pty.path);

    const error = await port.setModemLines?.({ dtr: true }).catch((e: unknown) => e);

    expect(error).to.have.property('code', 'PORT_UNSUPPORTED');
  });
});
