import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import { expect } from 'chai';
import { BadInput } from '../../errors/bench-error.ts';
import { openPort } from './open-port.ts';
import { readPortUrl } from './port-url.ts';

const refusal = async (url: string, withinMs?: number): Promise<BadInput> => {
  const outcome = await openPort(url, withinMs === undefined ? {} : { withinMs }).catch(
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(BadInput);
  return outcome as BadInput;
};

describe('A port URL', () => {
  it('names devices, simulated boards and TCP ports', () => {
    const addresses = {
      '/dev/ttyUSB0': { kind: 'serial', path: '/dev/ttyUSB0' },
      '/dev/pts/3': { kind: 'serial', path: '/dev/pts/3' },
      'serial:///dev/serial/by-id/usb-Silicon_Labs_CP2102-if00-port0': {
        kind: 'serial',
        path: '/dev/serial/by-id/usb-Silicon_Labs_CP2102-if00-port0',
      },
      COM3: { kind: 'serial', path: 'COM3' },
      'serial://COM12': { kind: 'serial', path: 'COM12' },
      'sim://board-1': { kind: 'simulated', name: 'board-1' },
      'tcp://127.0.0.1:3333': { kind: 'tcp', host: '127.0.0.1', port: 3_333 },
      'tcp://lab-pi.local:65535': { kind: 'tcp', host: 'lab-pi.local', port: 65_535 },
      'tcp://[::1]:7': { kind: 'tcp', host: '::1', port: 7 },
    };

    for (const [url, address] of Object.entries(addresses)) {
      expect(readPortUrl(url), url).to.deep.equal(address);
    }
  });

  it('is refused when it is something else', () => {
    const wrong = ['', 'ttyUSB0', 'COM', 'tcp://host', 'tcp://host:0', 'tcp://host:65536'];
    const stranger = ['tcp://:80', 'http://host:80', 'sim://', 'sim://a/b', 'serial://', '/'];

    for (const url of [...wrong, ...stranger]) {
      expect(() => readPortUrl(url), url)
        .to.throw(BadInput)
        .with.property('code', 'PORT_URL_INVALID');
    }
  });
});

describe('Opening a port', () => {
  it('says that a device is not there', async () => {
    const { code, message } = await refusal('/dev/esp-at-bench-missing');

    expect(code).to.equal('PORT_MISSING');
    expect(message).to.contain('/dev/esp-at-bench-missing').and.not.contain('\n');
  });

  it('says that a folder or a file is no device', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'port-'));
    const file = join(folder, 'file');
    await writeFile(file, '');

    expect((await refusal(folder)).code).to.equal('PORT_UNSUPPORTED');
    expect((await refusal(file)).code).to.equal('PORT_UNSUPPORTED');
    await rm(folder, { recursive: true });
  });

  it('says that a device is no serial port', async function () {
    if (process.platform === 'win32') this.skip();

    expect((await refusal('/dev/null')).code).to.equal('PORT_UNSUPPORTED');
  });

  it('says that nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = server.address();
    await new Promise((resolve) => server.close(resolve));

    const { code } = await refusal(`tcp://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`);

    expect(code).to.equal('PORT_REFUSED');
  });

  it('says that there are no simulated boards where nobody brings them', async () => {
    expect((await refusal('sim://board')).code).to.equal('PORT_UNSUPPORTED');
  });

  it('asks for a simulated board by its name', async () => {
    const [host] = duplexPair();
    const names: string[] = [];

    await using port = await openPort('sim://board', {
      simulated: (name) => {
        names.push(name);
        return host;
      },
    });

    expect(names).to.deep.equal(['board']);
    expect(port).to.include({ label: 'sim://board', kind: 'simulated' });
    expect(port.setBaudRate).to.equal(undefined);
  });
});
