import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sampleDevice } from '../../../certs/sample-credentials.ts';
import { type Refusal, testRefusals } from '../refusals.ts';
import { type Ended, startCommand } from '../running-command.ts';

const ARN = 'arn:aws:iot:us-east-1:111122223333:';
const PYTHON = `${ARN}topic/sdk/test/Python`;
const OF_CERTIFICATE = `${ARN}topic/\${iot:Certificate.Subject.CommonName}`;

/** In the manner of what AWS's console makes since 2023. */
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iot:Publish',
      Resource: [`${ARN}topic/sdk/test/python`, OF_CERTIFICATE],
    },
    { Effect: 'Allow', Action: 'iot:Connect', Resource: `${ARN}client/sdk-java` },
    {
      Effect: 'Allow',
      Action: 'iot:Connect',
      Resource: `${ARN}client/\${iot:Connection.Thing.ThingName}`,
    },
  ],
});

const check = (file: string, ...flags: readonly string[]): Promise<Ended> =>
  startCommand(['policy', 'check', file, ...flags], { withinMs: 20_000 }).ended;

describe('esp-at-bench policy check', () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'policy-check-'));
    file = join(folder, 'my-thing-Policy');
    await writeFile(file, POLICY);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('ends with 1 and statements to paste where the policy forbids a step', async () => {
    const { code, stdout, stderr } = await check(
      file,
      '--client-id',
      'sdk-java',
      '--publish',
      'sdk/test/Python',
    );

    expect([code, stderr]).to.deep.equal([1, '']);
    const [table, offer] = stdout.split('Add to its list of statements:');
    expect(table).to.include('allows 1 of 2 steps.\n  ok  connect as sdk-java\n  NO  publish to');
    expect(table).to.include('Nearest is statement 1 of my-thing-Policy: it allows iot:Publish on');
    expect(JSON.parse(offer ?? '')).to.deep.equal({
      Effect: 'Allow',
      Action: 'iot:Publish',
      Resource: [PYTHON],
    });
  });

  it('ends with 0 where it forbids none, and speaks JSON to programs', async () => {
    const { certificatePem } = await sampleDevice();
    const certificate = join(folder, 'cert.pem');
    await writeFile(certificate, certificatePem);

    const { code, stdout } = await check(
      file,
      ...['--client-id', 'lamp', '--thing', 'lamp', '--attribute', 'room=kitchen'],
      ...['--certificate', certificate, '--publish', 'AWS IoT Certificate', '--json'],
    );

    expect(code).to.equal(0);
    const { allowed, steps, missing } = JSON.parse(stdout);
    expect([allowed, missing]).to.deep.equal([true, []]);
    expect(steps[1]).to.deep.equal({
      does: 'publish to AWS IoT Certificate',
      action: 'iot:Publish',
      resource: `${ARN}topic/AWS IoT Certificate`,
      allowed: true,
      cause: null,
      detail: null,
      ifForbidden: 'AWS closes the connection, and the message is lost.',
    });
  });
});

const asked = (file: string, ...flags: readonly string[]): string[] => [
  'policy',
  'check',
  file,
  ...['--client-id', 'c', ...flags],
];

const REFUSALS: readonly Refusal[] = [
  [
    'a policy that is not there',
    async () => asked('/no/policy'),
    /\/no\/policy cannot be read \(ENOENT\)/,
  ],
  [
    'a policy that is none',
    async ({ file }) => asked(await file('{"Version": 1}')),
    /file is malformed: Version should be "2012-10-17"/,
  ],
  [
    'a policy that is no JSON',
    async ({ file }) => asked(await file('<xml/>')),
    /The policy \S+file is not JSON/,
  ],
  [
    'no client id',
    async () => ['policy', 'check', 'x'],
    /required option '--client-id <id>' not specified; esp-at-bench policy check --help/,
  ],
  [
    'an unknown option below',
    async () => asked('x', '--publsh', 'a'),
    /unknown option '--publsh'.*; esp-at-bench policy check --help/,
  ],
  [
    'an unknown command below',
    async () => ['policy', 'fly'],
    /unknown command 'fly'; esp-at-bench policy --help/,
  ],
  [
    'a last will that is not named',
    async ({ file }) => asked(await file(POLICY), '--retain-will'),
    /name its topic by --will/,
  ],
  [
    'an attribute of no thing',
    async ({ file }) => asked(await file(POLICY), '--attribute', 'a=b'),
    /name it by --thing/,
  ],
  [
    'an attribute without a value',
    async ({ file }) => asked(await file(POLICY), '--thing', 't', '--attribute', 'a'),
    /--attribute takes NAME=VALUE, not "a"/,
  ],
  [
    'an address that is none',
    async ({ file }) => asked(await file(POLICY), '--source-ip', 'home'),
    /--source-ip takes an address, not "home"/,
  ],
  [
    'a region that is none',
    async ({ file }) => asked(await file(POLICY), '--region', 'Ireland'),
    /--region takes a region like eu-west-1, not "Ireland"/,
  ],
  [
    'an account that is none',
    async ({ file }) => asked(await file(POLICY), '--account', '12'),
    /--account takes twelve digits, not "12"/,
  ],
  [
    'a message to a filter, which no policy lets anybody send',
    async ({ file }) => asked(await file(POLICY), '--publish', 'a/#'),
    /AWS takes this --publish from no device: The topic a\/# has a wildcard in it/,
  ],
  [
    'a last will to more levels than AWS has',
    async ({ file }) => asked(await file(POLICY), '--will', 'a/b/c/d/e/f/g/h/i'),
    /this --will from no device: The topic has 8 slashes/,
  ],
  [
    'a filter of topics that AWS has not',
    async ({ file }) => asked(await file(POLICY), '--subscribe', '$SYS/#'),
    /this --subscribe from no device: The topic \$SYS\/# does not exist/,
  ],
  [
    'a client id that AWS keeps for its own',
    async ({ file }) => ['policy', 'check', await file(POLICY), '--client-id', '$a'],
    /--client-id takes 1 to 128 bytes that do not begin with \$, not "\$a"/,
  ],
  [
    'a certificate that is none',
    async ({ file }) => asked(await file(POLICY), '--certificate', await file(POLICY)),
    /file should be PEM/,
  ],
];

describe('A policy check', () => {
  testRefusals(REFUSALS);
});
