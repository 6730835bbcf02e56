import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connectAsync } from 'mqtt';
import { describeCertificate } from '../../../certs/describe-certificate.ts';
import { sampleAuthority } from '../../../certs/sample-credentials.ts';
import { BenchError } from '../../../errors/bench-error.ts';
import { consolePolicy } from '../../../simulators/aws-iot/console-policy.ts';
import { listen } from '../../../simulators/aws-iot/listen.ts';
import { AwsRefusal } from '../../../simulators/aws-iot/rest/aws-refusal.ts';
import { type StandIn, startStandIn } from '../../../simulators/aws-iot/stand-in.ts';
import { amazonRoot } from '../../clouds/aws/amazon-root.ts';
import { openAwsCloud } from '../../clouds/aws-cloud.ts';
import type { Cloud, Thing } from '../../clouds/cloud.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'iot:*', Resource: '*' },
};
const SOON = { withinMs: 5_000, everyMs: 5 };
/** One attempt. */
const IMPATIENT = { withinMs: 0, everyMs: 0 };

/** The variables by which AWS's SDKs are led to another place; no file and no network has credentials. */
const variables = ({ http, httpData }: StandIn): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_IOT: http.url,
  AWS_ENDPOINT_URL_IOT_DATA_PLANE: httpData.url,
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_CONFIG_FILE: '/nonexistent',
});

describe('AWS IoT as a cloud, by way of its SDK', () => {
  let standIn: StandIn;
  let environment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    standIn = await startStandIn({ authority: await sampleAuthority() });
    environment = process.env;
    process.env = { ...environment, ...variables(standIn) };
  });

  afterEach(async () => {
    process.env = environment;
    await standIn[Symbol.asyncDispose]();
  });

  const open = (cleaning = SOON): Promise<Cloud> =>
    openAwsCloud({
      region: 'eu-west-1',
      rootCaPem: standIn.rootCaPem,
      port: standIn.endpoint.port,
      policyFor: consolePolicy,
      cleaning,
    });

  const leftovers = () => {
    const { things, certificates, policies } = standIn.registry;
    return [
      ...things.all().map(({ name }) => name),
      ...certificates.all().map(({ id }) => id),
      ...policies.all().map(({ name }) => name),
    ];
  };

  const failure = async (failing: Promise<unknown>): Promise<BenchError> => {
    const error = await failing.then(
      () => new Error('it should have failed'),
      (caught: unknown) => caught,
    );
    if (error instanceof BenchError) return error;
    throw error;
  };

  const canLogIn = async (cloud: Cloud, { certificatePem, keyPem }: Thing): Promise<boolean> => {
    const { host, port } = cloud.endpoint;
    const files = { ca: cloud.rootCaPem, cert: certificatePem, key: keyPem };
    const how = { clientId: 'sdk-java', reconnectPeriod: 0 };
    try {
      const client = await connectAsync(`mqtts://${host}:${port}`, { ...how, ...files }, false);
      await client.endAsync(true);
      return true;
    } catch {
      return false;
    }
  };

  it('makes things that can connect, and leaves nothing behind', async () => {
    {
      await using cloud = await open();
      expect(cloud.name).to.equal('AWS IoT Core in eu-west-1');
      expect(cloud.endpoint).to.deep.equal(standIn.endpoint);
      const thing = await cloud.createThing();

      expect(thing.policy).to.deep.equal(consolePolicy(standIn.account));
      expect(await canLogIn(cloud, thing)).to.equal(true);
      await cloud.setCertificateStatus(thing.certificateId, 'REVOKED');
      expect(await canLogIn(cloud, thing)).to.equal(false);
    }
    expect(leftovers()).to.deep.equal([]);
  });

  it('takes credentials that were made elsewhere, with the status that is asked for', async () => {
    {
      await using cloud = await open();
      const credentials = await (await sampleAuthority()).issueDevice();

      const { certificateId } = await cloud.createThing({ credentials, status: 'INACTIVE' });

      expect(standIn.registry.certificate(certificateId)?.status).to.equal('INACTIVE');
      const again = await failure(cloud.registerCertificate(credentials.certificatePem));
      expect(again.code).to.equal('CERTIFICATE_ALREADY_REGISTERED');
    }
    expect(leftovers()).to.deep.equal([]);
  });

  for (const operation of [
    'CreateThing',
    'CreateKeysAndCertificate',
    'UpdateCertificate',
    'CreatePolicy',
    'AttachPolicy',
    'AttachThingPrincipal',
  ]) {
    it(`leaves nothing behind where ${operation} fails`, async () => {
      {
        await using cloud = await open();
        {
          using _fault = standIn.http.fault(
            operation,
            new AwsRefusal('LimitExceededException', 'made up'),
          );
          expect((await failure(cloud.createThing())).code).to.equal('AWS_REFUSED');
        }
      }
      expect(leftovers()).to.deep.equal([]);
    });
  }

  it('names what it cannot take away, and takes the rest', async () => {
    const cloud = await open(IMPATIENT);
    await cloud.createThing({ name: 'lamp' });
    using _fault = standIn.http.fault(
      'DeletePolicy',
      new AwsRefusal('DeleteConflictException', 'made up'),
    );

    const error = await failure(Promise.resolve(cloud[Symbol.asyncDispose]()));

    expect(error).to.include({ code: 'CLOUD_NOT_CLEANED', colour: 'bench' });
    expect(error).to.have.property('left').that.deep.equals(['policy lamp-Policy']);
    expect(leftovers()).to.deep.equal(['lamp-Policy']);
  });

  it('tries again what AWS does not let go of at once', async () => {
    const cloud = await open();
    await cloud.createThing();
    const fault = standIn.http.fault(
      'DeletePolicy',
      new AwsRefusal('DeleteConflictException', 'made up'),
    );
    // The certificate comes after the policy: by then the policy has been refused.
    standIn.registry.onStatus(() => fault[Symbol.dispose]());

    await cloud[Symbol.asyncDispose]();

    expect(leftovers()).to.deep.equal([]);
  });

  it('touches nothing that it did not make', async () => {
    const { registry } = standIn;
    const own = await standIn.createThing({ name: 'mine' });
    {
      await using cloud = await open();
      const code = async (failing: Promise<unknown>) => (await failure(failing)).code;

      expect(await code(cloud.createThing({ name: 'mine' }))).to.equal('THING_NOT_OURS');
      expect(await code(cloud.putPolicy('mine-Policy', POLICY))).to.equal('POLICY_NOT_OURS');
      const foreign = own.certificateId;
      expect(await code(cloud.setCertificateStatus(foreign, 'REVOKED'))).to.equal(
        'CERTIFICATE_NOT_REGISTERED',
      );
      expect(await code(cloud.attachPolicy('mine-Policy', foreign))).to.equal(
        'CERTIFICATE_NOT_REGISTERED',
      );
    }
    expect(leftovers()).to.deep.equal(['mine', own.certificateId, 'mine-Policy']);
    expect(registry.certificate(own.certificateId)?.status).to.equal('ACTIVE');
    expect(registry.policies.require('mine-Policy').versions).to.have.length(1);
  });

  it('gives a policy as many new versions as are wanted, and detaches it', async () => {
    {
      await using cloud = await open();
      const { certificateId, policyName } = await cloud.createThing();
      for (const _ of [2, 3, 4, 5, 6, 7]) await cloud.putPolicy(policyName, POLICY);

      const { defaultVersion } = standIn.registry.policies.require(policyName);
      expect(JSON.parse(defaultVersion.document)).to.deep.equal(POLICY);
      expect(defaultVersion.id).to.equal('7');
      await cloud.detachPolicy(policyName, certificateId);
      expect(standIn.registry.policiesOf(certificateId)).to.deep.equal([]);
      const malformed = await failure(cloud.putPolicy(policyName, { Version: 'none' }));
      expect(malformed.code).to.equal('POLICY_MALFORMED');
    }
    expect(leftovers()).to.deep.equal([]);
  });

  it('looks up what the account knows of a certificate, and does not know of others', async () => {
    await using cloud = await open();
    const thing = await cloud.createThing({ name: 'lamp', policy: POLICY });

    expect(await cloud.lookUpCertificate(thing.certificateId)).to.deep.equal({
      certificateId: thing.certificateId,
      status: 'ACTIVE',
      things: ['lamp'],
      policies: [{ name: thing.policyName, document: POLICY }],
    });
    expect(await cloud.lookUpCertificate('0'.repeat(64))).to.equal(null);
  });

  it('publishes through the data plane', async () => {
    await using cloud = await open();

    await cloud.publish('sdk/test/java', 'hello', { qos: 1, retain: true });

    expect(standIn.events.at(-1)).to.deep.include({
      kind: 'publish',
      topic: 'sdk/test/java',
      qos: 1,
      retain: true,
      payload: new Uint8Array(Buffer.from('hello')),
    });
  });

  it('says what it cannot do for a run, and sees nothing', async () => {
    await using cloud = await open();

    expect([...cloud.capabilities]).to.deep.equal(['registry', 'policies', 'shadows']);
    const blind = await failure(cloud.expect({ kind: 'connect' }, { withinMs: 1_000 }));
    expect(blind.code).to.equal('CAPABILITY_MISSING');
    expect((await failure(cloud.serveAs(undefined))).code).to.equal('CAPABILITY_MISSING');
    expect(cloud.seen(cloud.position())).to.deep.equal([]);
  });

  it('gives up where somebody takes its requests and never answers', async () => {
    const silent = createServer();
    const port = await listen(silent, '127.0.0.1', 0);
    try {
      const { code, message } = await failure(
        openAwsCloud({
          region: 'eu-west-1',
          rootCaPem: standIn.rootCaPem,
          policyFor: consolePolicy,
          url: `http://127.0.0.1:${port}`,
          answerMs: 50,
        }),
      );

      expect(code).to.equal('AWS_REFUSED');
      expect(message).to.match(/was to tell where devices connect and did not: TimeoutError/);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('says so where there are no credentials, and where nobody answers', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    expect((await failure(open())).code).to.equal('AWS_CREDENTIALS_MISSING');
    process.env.AWS_ACCESS_KEY_ID = 'any';
    await standIn[Symbol.asyncDispose]();
    expect((await failure(open())).code).to.equal('AWS_REFUSED');
  });
});

describe('The root that AWS IoT is trusted by', () => {
  it('is known by its fingerprint, as Amazon hands it out', async () => {
    const pem = await amazonRoot();

    expect(describeCertificate(pem).subject).to.equal('C=US, O=Amazon, CN=Amazon Root CA 1');
    expect(pem).to.have.lengthOf(1188);
  });

  it('may be that of a file, which must hold one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'root-'));
    const file = join(folder, 'root.pem');
    const code = () => amazonRoot(file).catch((error: BenchError) => error.code);
    try {
      expect(await code()).to.equal('FILE_UNREADABLE');
      await writeFile(file, 'nonsense');
      expect(await code()).to.equal('NOT_A_PEM');
      const { certificatePem } = await sampleAuthority();
      await writeFile(file, certificatePem);
      expect(await amazonRoot(file)).to.equal(certificatePem);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
