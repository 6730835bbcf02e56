import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sampleAuthority } from '../../certs/sample-credentials.ts';
import { BadInput } from '../../errors/bench-error.ts';
import { consolePolicy } from './console-policy.ts';
import { keepThing, openKeptCloud } from './kept-cloud.ts';
import { startStandIn } from './stand-in.ts';
import { DEFAULT_ACCOUNT } from './stand-in-options.ts';
import { logIn } from './test-device.ts';

const HOSTS = ['localhost', '127.0.0.1'];

describe('A cloud that is kept in a folder', () => {
  const NAMES = ['root-CA', 'server', 'server-chain'];
  let kept: string;
  let folder: string;

  // Made once, as its keys take their time: a cloud with things of awkward names.
  before(async () => {
    kept = await mkdtemp(join(tmpdir(), 'kept-cloud-'));
    const { identity } = await openKeptCloud(kept, HOSTS);
    await using standIn = await startStandIn({ identity, authority: await sampleAuthority() });
    for (const name of NAMES) {
      await keepThing(kept, await standIn.createThing({ name }), identity.caPem);
    }
  });

  after(() => rm(kept, { recursive: true, force: true }));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kept-cloud-'));
    await cp(kept, folder, { recursive: true });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const damage = (file: string, content: string) => writeFile(join(folder, file), content);

  it('serves its things again, whatever they are called', async () => {
    const { identity, things } = await openKeptCloud(folder, HOSTS);
    await using standIn = await startStandIn({ identity });

    expect(things.map(({ name }) => name)).to.deep.equal(NAMES);
    for (const { name, credentials, policy } of things) {
      expect(policy).to.deep.equal(consolePolicy(DEFAULT_ACCOUNT));
      await using _device = await logIn(
        standIn,
        await standIn.createThing({ name, credentials, policy }),
      );
    }
  });

  it('shows its keys to its owner alone, and does not keep the key of the root', async () => {
    for (const file of ['server.key', 'server.private.key']) {
      expect((await stat(join(folder, file))).mode & 0o777, file).to.equal(0o600);
    }
    expect(await readFile(join(folder, 'root-CA.crt'), 'utf8')).not.to.include('PRIVATE KEY');
  });

  const DAMAGES: readonly [file: string, content: string, code: string][] = [
    ['server-chain.pem', '', 'NOT_A_PEM'],
    ['server-chain.pem', 'nonsense', 'NOT_A_PEM'],
    ['server.key', 'nonsense', 'NOT_A_PEM'],
    ['root-CA.crt', 'nonsense', 'NOT_A_PEM'],
    ['server-Policy', '{', 'POLICY_MALFORMED'],
  ];
  for (const [file, content, code] of DAMAGES) {
    it(`says which file is wrong: ${file} with "${content}"`, async () => {
      await damage(file, content);

      const error = await openKeptCloud(folder, HOSTS).catch((caught: unknown) => caught);

      expect(error).to.be.instanceOf(BadInput).and.include({ code });
      expect(error).to.have.property('message').that.includes(join(folder, file));
    });
  }

  it('refuses the key of another certificate, and names that its certificate is not for', async () => {
    const code = (hosts: readonly string[]) =>
      openKeptCloud(folder, hosts).catch((error: BadInput) => error.code);

    expect(await code([...HOSTS, 'elsewhere.test'])).to.equal('NAMES_NOT_COVERED');
    await damage('server.key', await readFile(join(folder, 'server.private.key'), 'utf8'));
    expect(await code(HOSTS)).to.equal('KEY_MISMATCH');
  });
});
