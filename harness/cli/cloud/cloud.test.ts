import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeEndpointCommand, IoTClient, ListThingsCommand } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { expect } from 'chai';
import { connectAsync } from 'mqtt';
import { BadInput } from '../../../errors/bench-error.ts';
import { sideBySide } from '../../../reports/side-by-side.ts';
import { openKeptCloud } from '../../../simulators/aws-iot/kept-cloud.ts';
import { startCommand } from '../running-command.ts';
import { cloudCommand } from './cloud.ts';

const RUN_MS = 120_000;

interface Started {
  readonly endpoint: string;
  readonly port: number;
  readonly http: string;
  readonly httpData: string;
  readonly ca: string;
  readonly things: readonly { name: string; certificate: string; key: string; policy: string }[];
}

/** The command as a person runs it, in a process of its own. */
const start = (...args: readonly string[]) => {
  const running = startCommand(['cloud', ...args], { withinMs: RUN_MS });
  const line = async (): Promise<Record<string, unknown>> => JSON.parse(await running.line());
  return {
    ...running,
    line,
    started: async () => (await line()) as unknown as Started,
    [Symbol.asyncDispose]: async () => {
      running.child.kill('SIGTERM');
      await running.ended;
    },
  };
};

const logIn = async ({ endpoint, port, ca, things }: Started) => {
  const [thing] = things;
  if (!thing) throw new TypeError('there is no thing');
  const [caPem, cert, key] = await Promise.all(
    [ca, thing.certificate, thing.key].map((path) => readFile(path)),
  );
  return connectAsync({
    protocol: 'mqtts',
    host: endpoint,
    port,
    clientId: 'basicPubSub',
    reconnectPeriod: 0,
    ...(caPem && cert && key ? { ca: caPem, cert, key } : {}),
  });
};

describe('esp-at-bench cloud', function () {
  this.timeout(2 * RUN_MS);
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'cloud-command-'));
  });

  after(() => rm(root, { recursive: true, force: true }));

  sideBySide(this);

  const newFolder = (): Promise<string> => mkdtemp(join(root, 'cloud-'));

  it('serves any MQTT client by the files it names, tells what happens, and ends politely', async () => {
    const folder = await newFolder();
    await using command = start('--dir', folder);
    const started = await command.started();
    expect((await stat(started.things[0]?.key ?? '')).mode & 0o777).to.equal(0o600);

    const client = await logIn(started);
    await client.publishAsync('sdk/test/Python', 'hello', { qos: 1 });
    await client.endAsync();

    const kinds = [];
    for (const _ of ['tls-accepted', 'connect', 'publish', 'disconnect']) {
      const event = await command.line();
      kinds.push(event.kind);
      expect(JSON.stringify(event)).not.to.include('PRIVATE KEY');
      if (event.kind === 'publish') {
        expect(event.payload).to.deep.equal({ bytes: 5, text: 'hello' });
      }
    }
    expect(kinds).to.deep.equal(['tls-accepted', 'connect', 'publish', 'disconnect']);
    command.child.kill('SIGINT');
    expect(await command.ended).to.include({ code: 0 });
  });

  it('knows the things of an earlier run again', async () => {
    const folder = await newFolder();
    let first: Started;
    {
      await using command = start('--dir', folder);
      first = await command.started();
    }
    await using again = start('--dir', folder);
    const second = await again.started();

    expect(second.things).to.deep.equal(first.things);
    const client = await logIn({ ...second, ca: first.ca, things: first.things });
    await client.endAsync();
  });

  it('has the personality that it is told to have', async () => {
    await using command = start('--personality', 'expired');
    const started = await command.started();

    const error = await logIn(started).catch((caught: unknown) => caught);

    expect(error).to.have.property('code', 'CERT_HAS_EXPIRED');
    expect(await command.line()).to.include({ personality: 'expired' });
  });

  it('tells programs where AWS’s own interface is, which knows its things', async () => {
    await using command = start('--region', 'us-east-1');
    const { http, endpoint } = await command.started();
    const client = new IoTClient({
      endpoint: http,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });

    const { things = [] } = await client.send(new ListThingsCommand({}));
    const { endpointAddress } = await client.send(
      new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }),
    );
    client.destroy();

    expect(things.map(({ thingArn }) => thingArn)).to.deep.equal([
      'arn:aws:iot:us-east-1:123456789012:thing/bench-thing-1',
    ]);
    expect(endpointAddress).to.equal(endpoint);
  });

  it('keeps shadows for scripts at the data plane, and says so line by line', async () => {
    await using command = start();
    const { httpData } = await command.started();
    const client = new IoTDataPlaneClient({
      endpoint: httpData,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });

    const thingName = 'bench-thing-1';
    const payload = '{"state":{"desired":{"on":true}}}';
    await client.send(new UpdateThingShadowCommand({ thingName, payload }));
    client.destroy();

    expect(await command.line()).to.deep.include({
      kind: 'shadow',
      thing: thingName,
      outcome: { accepted: true, version: 1 },
    });
  });

  const BAD: readonly [what: string, args: (folder: string) => Promise<string[]>, says: string][] =
    [
      ['a port that is none', async () => ['--port', 'http'], '--port'],
      [
        'a port of the data plane that is none',
        async () => ['--http-data-port', 'x'],
        '--http-data-port',
      ],
      ['a port of HTTP that is none', async () => ['--http-port', '65536'], '--http-port'],
      ['an address of another computer', async () => ['--host', '192.0.2.1'], '192.0.2.1'],
      ['an account that is none', async () => ['--account', '12'], '--account'],
      ['an empty address, which would be every one', async () => ['--host', ''], '--host'],
      ['an empty folder, which would be this one', async () => ['--dir', ''], '--dir'],
      ['a personality that no server has', async () => ['--personality', 'rude'], 'self-signed'],
      [
        'a personality for which a kept cloud has no root key',
        async (at) => {
          await openKeptCloud(at, ['localhost', '127.0.0.1']);
          return ['--dir', at, '--personality', 'expired'];
        },
        'new root',
      ],
      ['a thing by a name that AWS does not take', async () => ['--thing', '../x'], 'thing name'],
      [
        'a file for a folder',
        async (at) => {
          const file = join(at, 'file');
          await writeFile(file, '');
          return ['--dir', file];
        },
        'file',
      ],
      [
        'a port that is taken',
        async () => {
          const { createServer } = await import('node:net');
          const server = createServer().listen(0, '127.0.0.1').unref();
          await once(server, 'listening');
          const address = server.address();
          return ['--port', String(typeof address === 'object' ? address?.port : 0)];
        },
        'another program listens there',
      ],
    ];
  for (const [what, args, says] of BAD) {
    it(`refuses ${what} with one sentence`, async () => {
      const given = await args(await newFolder());
      const error = await cloudCommand()
        .parseAsync(given, { from: 'user' })
        .catch((caught: unknown) => caught);

      expect(error).to.be.instanceOf(BadInput);
      expect(error).to.have.property('message').that.includes(says);
    });
  }

  it('exits with 2 at bad input, without a stack trace', async () => {
    await using command = start('--port', 'http');

    const { code, stderr } = await command.ended;
    expect(code).to.equal(2);
    expect(stderr.trim().split('\n')).to.have.length(1);
  });
});
