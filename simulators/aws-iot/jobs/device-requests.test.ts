import { expect } from 'chai';
import fc from 'fast-check';
import type { Draft } from '../../../harness/clouds/events.ts';
import type { JsonObject } from '../json.ts';
import { answerJobRequest } from './device-requests.ts';
import { Jobs } from './jobs.ts';
import { jobRequestAt } from './topics.ts';

const LAMP = '$aws/things/lamp/jobs';
const START = 1_700_000_000_900;

describe('Requests about jobs', () => {
  let clock: number;
  let published: [topic: string, message: JsonObject][];
  let reported: Draft[];
  let jobs: Jobs;

  beforeEach(() => {
    clock = START;
    published = [];
    reported = [];
    jobs = new Jobs({
      isThing: (name) => name === 'lamp',
      publish: (topic, message) => published.push([topic, message]),
      report: (event) => reported.push(event),
      now: () => clock,
    });
    jobs.create({ id: 'one', things: ['lamp', 'lamp'], document: { do: 'it' } });
  });

  const ask = (command: string, payload: string | Buffer) => {
    const address = jobRequestAt(`${LAMP}/${command}`);
    if (!address) throw new TypeError(`${command} is no request`);
    return answerJobRequest(jobs, { ...address, clientId: 'lamp' }, Buffer.from(payload));
  };

  it('are told of in whole seconds, a job given twice being given once', () => {
    clock += 10_000;
    ask('start-next', '');
    clock += 10_000;
    ask('one/update', '{"status":"IN_PROGRESS","statusDetails":{"step":"2"}}');

    const { message } = ask('get', '');
    const second = Math.floor(START / 1000);
    expect(message.timestamp).to.equal(second + 20);
    expect(message.inProgressJobs).to.deep.equal([
      {
        jobId: 'one',
        queuedAt: second,
        startedAt: second + 10,
        lastUpdatedAt: second + 20,
        versionNumber: 3,
        executionNumber: 1,
      },
    ]);
    expect(published.map(([topic]) => topic)).to.deep.equal([
      `${LAMP}/notify`,
      `${LAMP}/notify-next`,
    ]);
    expect(reported.map((event) => event.kind === 'job' && event.status)).to.deep.equal([
      'QUEUED',
      'IN_PROGRESS',
      'IN_PROGRESS',
    ]);
  });

  it('keep the details that an update does not speak of, and take others for them', () => {
    ask('start-next', '{"statusDetails":{"step":"1"}}');
    ask('one/update', '{"status":"IN_PROGRESS"}');
    expect(jobs.execution('lamp', 'one').statusDetails).to.deep.equal({ step: '1' });

    ask('one/update', '{"status":"IN_PROGRESS","statusDetails":{"percent":"50"}}');
    expect(jobs.execution('lamp', 'one').statusDetails).to.deep.equal({ percent: '50' });
  });

  it('are answered whatever bytes come, and change a job only where they are accepted', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, true, 1, '', 'IN_PROGRESS', 'QUEUED', 'x'.repeat(70), []),
        fc.dictionary(
          fc.constantFrom('status', 'statusDetails', 'expectedVersion', 'clientToken', '__proto__'),
          tie('value'),
          { maxKeys: 4 },
        ),
      ),
    })).value;
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      json.map((value) => Buffer.from(JSON.stringify(value))),
    );
    const command = fc.constantFrom('get', 'start-next', 'one/get', '$next/get', 'one/update');
    fc.assert(
      fc.property(command, payload, (asked, bytes) => {
        const { version } = jobs.execution('lamp', 'one');
        const { outcome, message } = ask(asked, bytes);

        expect(message).to.have.property('timestamp');
        expect(outcome === 'rejected').to.equal('code' in message);
        const changed = jobs.execution('lamp', 'one').version - version;
        expect(changed).to.be.within(0, outcome === 'accepted' ? 1 : 0);
      }),
    );
  });

  for (const topic of [
    `${LAMP}/get/accepted`,
    `${LAMP}/notify`,
    `${LAMP}/a b/get`,
    `${LAMP}/$other/get`,
    '$aws/things/lamp/shadow/get',
  ]) {
    it(`are none at ${topic}`, () => {
      expect(jobRequestAt(topic)).to.equal(undefined);
    });
  }
});
