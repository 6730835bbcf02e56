import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { sampleAuthority } from '../../../certs/sample-credentials.ts';
import { consoleJournal } from '../../../reports/console-journal.ts';
import { type StandIn, startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import { parseBenchFile } from '../file/bench-file.ts';
import { Lab } from '../lab.ts';
import { openBench } from '../open-bench.ts';

describe('A bench whose cloud is AWS IoT', function () {
  this.timeout(120_000);
  let standIn: StandIn;
  let folder: string;
  let environment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aws-bench-'));
    standIn = await startStandIn({ authority: await sampleAuthority() });
    environment = process.env;
    process.env = {
      ...environment,
      AWS_ENDPOINT_URL_IOT: standIn.http.url,
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
    };
  });

  afterEach(async () => {
    process.env = environment;
    await standIn[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('takes a board onto it under the address that AWS tells, and leaves the account as it was', async () => {
    const rootCa = join(folder, 'root.pem');
    await writeFile(rootCa, standIn.rootCaPem);
    const file = parseBenchFile(
      `board: {name: s, at: "sim://s"}\ncloud: {kind: aws, region: eu-west-1, port: ${standIn.endpoint.port}, rootCa: ${rootCa}}`,
      'bench.yaml',
    );
    const journal = consoleJournal(new PassThrough().resume());
    {
      await using bench = await openBench(file, journal);
      const lab = new Lab(bench, journal);
      const thing = await lab.thing();
      await lab.prepare(lab.credentialsOf(thing));

      await lab.connect();

      expect(bench.reach).to.deep.equal(standIn.endpoint);
      const { certificateId } = thing;
      expect(standIn.events.findLast(({ kind }) => kind === 'connect')).to.deep.include({
        certificateId,
        outcome: { accepted: true, sessionPresent: false },
      });
    }
    const { things, certificates, policies } = standIn.registry;
    expect([...things.all(), ...certificates.all(), ...policies.all()]).to.deep.equal([]);
  });
});
