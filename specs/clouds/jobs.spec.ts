import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';
import type { Thing } from '../../harness/clouds/cloud.ts';

const JOB = { id: 'bench-1', document: { operation: 'blink', times: 3 } };
const SOON = 5_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const DONE = JSON.stringify({ status: 'SUCCEEDED', statusDetails: { blinked: '3' } });

describe('A board and its jobs', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events', 'jobs'] });
  let thing: Thing;
  let jobs: string;

  before('connect as a thing that may have jobs', async function () {
    this.timeout(PREPARED);
    thing = await bench.freeThing();
    jobs = `$aws/things/${thing.name}/jobs`;
    await bench.prepare(bench.credentialsOf(thing));
    await bench.connect();
  });

  after('take leave', () => bench.board.mqtt.clean());

  it('is told of a new job, takes it and reports that it is done', async () => {
    await bench.board.mqtt.subscribe(`${jobs}/notify-next`, 1);
    const from = bench.cloud.position();
    const toldFrom = bench.board.position();

    await bench.cloud.giveJob(thing.name, JOB);
    const told = await bench.board.mqtt.expectMessage(
      { topic: `${jobs}/notify-next` },
      { from: toldFrom, withinMs: SOON },
    );
    expect(JSON.parse(Buffer.from(told.payload).toString()).execution).to.deep.include({
      jobId: JOB.id,
      jobDocument: JOB.document,
    });

    const startedFrom = bench.board.position();
    await bench.board.mqtt.publish(`${jobs}/start-next`, '{}', { qos: 1 });
    const started = await bench.board.mqtt.expectMessage(
      { topic: `${jobs}/start-next/accepted` },
      { from: startedFrom, withinMs: SOON },
    );
    expect(JSON.parse(Buffer.from(started.payload).toString()).execution).to.include({
      jobId: JOB.id,
      status: 'IN_PROGRESS',
    });
    await bench.cloud.expect(
      { kind: 'deliver', clientId: bench.names.clientId, topic: `${jobs}/start-next/accepted` },
      { from, withinMs: SOON },
    );

    await bench.board.mqtt.publish(`${jobs}/${JOB.id}/update`, DONE, { qos: 1 });
    const done = await bench.cloud.expect(
      { kind: 'job', clientId: bench.names.clientId, thing: thing.name, status: 'SUCCEEDED' },
      { from, withinMs: SOON },
    );
    expect(done).to.deep.include({ jobId: JOB.id, statusDetails: { blinked: '3' }, version: 3 });
  });
});
