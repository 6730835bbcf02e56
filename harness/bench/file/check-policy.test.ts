import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { consolePolicy } from '../../../simulators/aws-iot/console-policy.ts';
import { DEFAULT_ACCOUNT } from '../../../simulators/aws-iot/stand-in-options.ts';
import { failure } from '../failure.ts';
import { labScript } from '../lab/lab-script.ts';
import { DEFAULT_BENCH, readBenchFile } from './bench-file.ts';
import { checkBenchPolicy } from './check-policy.ts';

const OLD = JSON.stringify(consolePolicy(DEFAULT_ACCOUNT));
const NEW = OLD.replaceAll('sdk/test/Python', 'sdk/test/python');

const openPolicy = (condition: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition },
  });

describe('The policy of a bench file', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-policy-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const benchWith = async (policy: string) => {
    await writeFile(join(folder, 'policy.json'), policy);
    const cloud = 'cloud: {kind: stand-in, policy: policy.json}';
    const path = join(folder, 'bench.yaml');
    await writeFile(path, `board: {name: s, at: "sim://x"}\n${cloud}\n`);
    return readBenchFile(path, {});
  };

  it('is not asked for where none is named', async () => {
    await checkBenchPolicy(DEFAULT_BENCH, labScript());
  });

  it('lets the procedure run if it is what the console made before 2023', async () => {
    await checkBenchPolicy(await benchWith(OLD), labScript());
  });

  it('stops a run that it forbids, with what is forbidden and what would allow it', async () => {
    const refused = await failure(checkBenchPolicy(await benchWith(NEW), labScript()));

    expect(refused.code).to.equal('POLICY_FORBIDS');
    expect(refused.message).to.match(
      /does not let boards publish to sdk\/test\/Python: No statement/,
    );
    expect(refused.message).to.match(
      /Add \[\{"Effect":"Allow","Action":"iot:Publish","Resource":\["[^"]+\/Python"\]\}\] to its statements\.$/,
    );
  });

  it('may speak of the certificate, which will be one of the bench', async () => {
    const named = (name: string) => ({
      StringEquals: { 'iot:Certificate.Subject.CommonName': name },
    });
    await checkBenchPolicy(await benchWith(openPolicy(named('AWS IoT Certificate'))), labScript());

    const other = await benchWith(openPolicy(named('somebody')));
    const refused = await failure(checkBenchPolicy(other, labScript()));

    expect(refused.code).to.equal('POLICY_FORBIDS');
  });

  it('is not judged before the run if it looks at addresses', async () => {
    const there = openPolicy({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } });

    await checkBenchPolicy(await benchWith(there), labScript());
  });
});
