import {
  CreateJobCommand,
  CreateThingCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  IoTClient,
} from '@aws-sdk/client-iot';
import { expect } from 'chai';
import { openAccount, type TestAccount } from './test-account.ts';

const LAMP = 'arn:aws:iot:eu-west-1:123456789012:thing/lamp';
const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'of-the-test' };

describe('Jobs at the control plane', () => {
  let account: TestAccount;
  let client: IoTClient;

  beforeEach(async () => {
    account = await openAccount({ accessKey: KEY });
    client = new IoTClient({ region: 'eu-west-1', endpoint: account.rest.url, credentials: KEY });
    await client.send(new CreateThingCommand({ thingName: 'lamp' }));
  });

  afterEach(async () => {
    client.destroy();
    await account[Symbol.asyncDispose]();
  });

  const create = (jobId: string, { targets = [LAMP], document = '{"do":"it"}' } = {}) =>
    client.send(new CreateJobCommand({ jobId, targets, document }));

  it('are given to things, and tell how far those are', async () => {
    const { jobArn } = await create('update-1');
    const statusDetails = { step: 'loading' };
    account.cloud.jobs.advance('lamp', 'update-1', { status: 'IN_PROGRESS', statusDetails }, null);

    const { job } = await client.send(new DescribeJobCommand({ jobId: 'update-1' }));
    const { execution } = await client.send(
      new DescribeJobExecutionCommand({ jobId: 'update-1', thingName: 'lamp' }),
    );

    expect(jobArn).to.equal('arn:aws:iot:eu-west-1:123456789012:job/update-1');
    expect(job).to.deep.include({ jobId: 'update-1', targets: [LAMP] });
    expect(Date.now() - Number(job?.createdAt)).to.be.within(0, 60_000);
    expect(execution).to.deep.include({
      jobId: 'update-1',
      thingArn: LAMP,
      status: 'IN_PROGRESS',
      statusDetails: { detailsMap: statusDetails },
      versionNumber: 2,
      executionNumber: 1,
    });
    expect(execution?.startedAt).to.be.instanceOf(Date);
    expect(account.cloud.jobs.executionOf('lamp', 'update-1')?.document).to.deep.equal({
      do: 'it',
    });
  });

  for (const [what, sent, name] of [
    ['a second one of a name', () => create('first'), 'ResourceAlreadyExistsException'],
    ['one without a name', () => create('a b'), 'InvalidRequestException'],
    [
      'one for a thing that is not there',
      () => create('x', { targets: [LAMP.replace('lamp', 'stranger')] }),
      'ResourceNotFoundException',
    ],
    [
      'one for what is no thing',
      () => create('x', { targets: [LAMP.replace(':thing/', ':thinggroup/')] }),
      'InvalidRequestException',
    ],
    [
      'one for a thing of another account',
      () => create('x', { targets: [LAMP.replace('123456789012', '210987654321')] }),
      'InvalidRequestException',
    ],
    ['a list as document', () => create('x', { document: '[]' }), 'InvalidRequestException'],
    [
      'a document that is no JSON',
      () => create('x', { document: 'do' }),
      'InvalidRequestException',
    ],
    [
      'a document of more than 32 KB',
      () => create('x', { document: JSON.stringify({ a: 'x'.repeat(32 * 1024) }) }),
      'InvalidRequestException',
    ],
    [
      'a document that is deeper than any stack',
      () => create('x', { document: `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }),
      'InvalidRequestException',
    ],
    [
      'a look at one that is not there',
      () => client.send(new DescribeJobCommand({ jobId: 'x' })),
      'ResourceNotFoundException',
    ],
    [
      'a look at one that a thing was not given',
      () => client.send(new DescribeJobExecutionCommand({ jobId: 'first', thingName: 'other' })),
      'ResourceNotFoundException',
    ],
  ] as const) {
    it(`refuse ${what} with ${name}`, async () => {
      await create('first');

      const refused = await sent().then(
        () => undefined,
        (error: unknown) => error,
      );

      expect(refused).to.be.instanceOf(Error).with.property('name', name);
      expect(account.cloud.jobs.get('x')).to.equal(undefined);
    });
  }
});
