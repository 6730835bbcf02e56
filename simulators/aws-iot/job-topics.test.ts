import { expect } from 'chai';
import type { IPublishPacket } from 'mqtt-packet';
import { OPEN_POLICY, policyOf, seen, startWithThing } from './test-cloud.ts';
import { logIn, publishPacket, subscribe, type TestDevice } from './test-device.ts';

const DOCUMENT = { operation: 'reboot', after: { seconds: 5 } };

describe('A device’s jobs over MQTT', () => {
  const begin = async (policy: object = OPEN_POLICY) => {
    const { cloud, thing } = await startWithThing({}, policy);
    const device = await logIn(cloud, thing);
    const jobs = `$aws/things/${thing.name}/jobs`;
    const next = async (): Promise<[topic: string, said: Record<string, unknown>]> => {
      const { topic, payload } = (await device.next('publish')) as IPublishPacket;
      return [topic.slice(jobs.length + 1), JSON.parse(String(payload))];
    };
    return {
      cloud,
      thing,
      device,
      jobs,
      next,
      /** Sends a request and gives the answer, which comes without a subscription. */
      ask: (command: string, request: object | string = '') => {
        const payload = typeof request === 'string' ? request : JSON.stringify(request);
        device.send(publishPacket(`${jobs}/${command}`, payload));
        return next();
      },
      give: (id: string) => cloud.jobs.create({ id, things: [thing.name], document: DOCUMENT }),
      async [Symbol.asyncDispose]() {
        await device[Symbol.asyncDispose]();
        await cloud[Symbol.asyncDispose]();
      },
    };
  };

  const listen = (device: TestDevice, jobs: string) =>
    subscribe(device, [`${jobs}/notify`, 0], [`${jobs}/notify-next`, 0]);

  it('are told of, started, reported on and done', async () => {
    await using lab = await begin();
    const { cloud, device, jobs, thing } = lab;
    await listen(device, jobs);

    lab.give('update-1');
    const [first, listed] = await lab.next();
    expect(first).to.equal('notify');
    expect(listed.jobs).to.have.nested.property('QUEUED[0].jobId', 'update-1');
    const [second, told] = await lab.next();
    expect(second).to.equal('notify-next');
    expect(told.execution).to.deep.include({ jobId: 'update-1', jobDocument: DOCUMENT });

    const [, started] = await lab.ask('start-next', { clientToken: 's' });
    expect(started.clientToken).to.equal('s');
    expect(started.execution).to.deep.include({
      jobId: 'update-1',
      thingName: thing.name,
      jobDocument: DOCUMENT,
      status: 'IN_PROGRESS',
      versionNumber: 2,
      executionNumber: 1,
    });
    expect(started.execution).to.have.property('startedAt').that.satisfies(Number.isInteger);

    const [topic, updated] = await lab.ask('update-1/update', {
      status: 'SUCCEEDED',
      statusDetails: { step: 'done' },
      expectedVersion: 2,
      includeJobExecutionState: true,
    });
    // The list has become shorter meanwhile, and both were published before the answer.
    const heard = new Map([[topic, updated], await lab.next(), await lab.next()]);
    expect(heard.get('update-1/update/accepted')?.executionState).to.deep.equal({
      status: 'SUCCEEDED',
      statusDetails: { step: 'done' },
      versionNumber: 3,
    });
    expect(heard.get('notify')?.jobs).to.deep.equal({});
    expect(heard.get('notify-next')).to.have.all.keys('timestamp');
    await seen(cloud, {
      kind: 'job',
      clientId: 'sdk-java',
      jobId: 'update-1',
      status: 'SUCCEEDED',
      statusDetails: { step: 'done' },
      version: 3,
    });
  });

  it('are listed by how far they are, and come one after the other', async () => {
    await using lab = await begin();
    lab.give('one');
    lab.give('two');
    await lab.ask('start-next');

    const [topic, { inProgressJobs, queuedJobs }] = await lab.ask('get', { clientToken: 'g' });
    expect(topic).to.equal('get/accepted');
    expect(inProgressJobs).to.have.nested.property('[0].jobId', 'one');
    expect(queuedJobs).to.have.nested.property('[0].jobId', 'two');
    const [, again] = await lab.ask('start-next');
    expect(again.execution).to.include({ jobId: 'one', versionNumber: 2 });

    await lab.ask('one/update', { status: 'FAILED' });
    const [, next] = await lab.ask('$next/get', { includeJobDocument: false });
    expect(next.execution).to.include({ jobId: 'two', status: 'QUEUED' });
    expect(next.execution).not.to.have.property('jobDocument');
  });

  it('are none for a device that has nothing to do', async () => {
    await using lab = await begin();

    for (const command of ['start-next', '$next/get']) {
      const [topic, answer] = await lab.ask(command);
      expect(topic).to.equal(`${command}/accepted`);
      expect(answer).to.have.all.keys('timestamp');
    }
  });

  for (const [name, command, request, code, state] of [
    ['JSON that is none', 'get', '{', 'InvalidJson', null],
    ['bytes after JSON', 'one/get', '{}x', 'InvalidJson', null],
    ['a job that is not there', 'other/get', {}, 'ResourceNotFound', null],
    ['a second run', 'one/get', { executionNumber: 2 }, 'ResourceNotFound', null],
    ['a status that is none', 'one/update', { status: 'DONE' }, 'InvalidRequest', null],
    ['no status', 'one/update', {}, 'InvalidRequest', null],
    [
      'details that are no words',
      'one/update',
      { status: 'FAILED', statusDetails: { step: 1 } },
      'InvalidRequest',
      null,
    ],
    [
      'another version',
      'one/update',
      { status: 'FAILED', expectedVersion: 9 },
      'VersionMismatch',
      'QUEUED',
    ],
    [
      'an update of one done',
      'done/update',
      { status: 'FAILED' },
      'InvalidStateTransition',
      'SUCCEEDED',
    ],
    ['a look at one done', 'done/get', {}, 'TerminalStateReached', null],
  ] as const) {
    it(`refuse ${name} with ${code}`, async () => {
      await using lab = await begin();
      lab.give('one');
      lab.give('done');
      await lab.ask('done/update', { status: 'SUCCEEDED' });

      const [topic, answer] = await lab.ask(command, request);

      expect(topic).to.equal(`${command}/rejected`);
      expect(answer).to.include({ code });
      expect(answer.message).to.be.a('string');
      if (state === null) expect(answer).not.to.have.property('executionState');
      else expect(answer).to.have.nested.property('executionState.status', state);
    });
  }

  it('are answered to the device that asks, and to no other', async () => {
    await using lab = await begin();
    await using other = await logIn(lab.cloud, lab.thing, { clientId: 'other' });
    await subscribe(other, [`${lab.jobs}/#`, 0], ['topic_1', 0]);

    const [topic] = await lab.ask('get');
    expect(topic).to.equal('get/accepted');
    lab.device.send(publishPacket('topic_1', 'after'));

    expect(await other.next('publish')).to.include({ topic: `${lab.jobs}/get` });
    expect(await other.next('publish')).to.include({ topic: 'topic_1' });
  });

  it('are not answered to a device that may not receive it', async () => {
    const policy = policyOf(['Allow', '*', '*'], ['Deny', 'Receive', 'topic/*/jobs/get/accepted']);
    await using lab = await begin(policy);

    const [topic] = await (async () => {
      lab.device.send(publishPacket(`${lab.jobs}/get`, ''));
      return lab.ask('start-next');
    })();

    expect(topic).to.equal('start-next/accepted');
  });

  for (const [code, job] of [
    ['JOB_ID_INVALID', { id: 'a b', things: ['lamp'] }],
    ['JOB_EXISTS', { id: 'one', things: ['lamp'] }],
    ['JOB_TARGET_UNKNOWN', { id: 'two', things: ['lamp', 'stranger'] }],
  ] as const) {
    it(`are not created for ${code}`, async () => {
      await using lab = await begin();
      await lab.cloud.createThing({ name: 'lamp' });
      lab.cloud.jobs.create({ id: 'one', things: ['lamp'], document: {} });

      const create = () => lab.cloud.jobs.create({ ...job, document: {} });

      expect(create).to.throw().with.property('code', code);
    });
  }
});
