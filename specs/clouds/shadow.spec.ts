import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';
import type { Thing } from '../../harness/clouds/cloud.ts';

const SOON = 5_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
const OFF = JSON.stringify({ state: { reported: { on: false } } });
const WANTED_ON = JSON.stringify({ state: { desired: { on: true } } });
const ON = JSON.stringify({ state: { reported: { on: true } } });

describe('A board and its shadow', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events', 'shadows'] });
  let thing: Thing;
  let shadow: string;

  before('connect as a thing that may use its shadow', async function () {
    this.timeout(PREPARED);
    thing = await bench.freeThing();
    shadow = `$aws/things/${thing.name}/shadow`;
    await bench.prepare(bench.credentialsOf(thing));
    await bench.connect();
  });

  after('take leave', () => bench.board.mqtt.clean());

  it('learns that the cloud took its report', async () => {
    await bench.board.mqtt.subscribe(`${shadow}/update/accepted`, 1);
    const heardFrom = bench.board.position();
    const from = bench.cloud.position();

    await bench.board.mqtt.publish(`${shadow}/update`, OFF, { qos: 1 });

    const { outcome } = await bench.cloud.expect(
      { kind: 'shadow', clientId: bench.names.clientId, thing: thing.name, action: 'update' },
      { from, withinMs: SOON },
    );
    expect(outcome).to.deep.equal({ accepted: true, version: 1 });
    const { payload } = await bench.board.mqtt.expectMessage(
      { topic: `${shadow}/update/accepted` },
      { from: heardFrom, withinMs: SOON },
    );
    expect(JSON.parse(Buffer.from(payload).toString())).to.deep.include({
      state: { reported: { on: false } },
      version: 1,
    });
  });

  it('hears what is desired of it, and no more of it once it has reported that', async () => {
    const delta = `${shadow}/update/delta`;
    await bench.board.mqtt.subscribe(delta, 1);
    const heardFrom = bench.board.position();
    const from = bench.cloud.position();

    await bench.cloud.publish(`${shadow}/update`, WANTED_ON);

    const { payload } = await bench.board.mqtt.expectMessage(
      { topic: delta },
      { from: heardFrom, withinMs: SOON },
    );
    expect(JSON.parse(Buffer.from(payload).toString()).state).to.deep.equal({ on: true });
    await bench.cloud.expect({ kind: 'puback', topic: delta }, { from, withinMs: SOON });

    const reported = bench.cloud.position();
    await bench.board.mqtt.publish(`${shadow}/update`, ON, { qos: 1 });
    await bench.cloud.expect(
      { kind: 'shadow', clientId: bench.names.clientId, outcome: { accepted: true } },
      { from: reported, withinMs: SOON },
    );
    // What would have come of the first report comes before what comes of the second.
    const again = bench.cloud.position();
    await bench.board.mqtt.publish(`${shadow}/update`, ON, { qos: 1 });
    await bench.cloud.expect(
      { kind: 'shadow', clientId: bench.names.clientId, outcome: { accepted: true } },
      { from: again, withinMs: SOON },
    );
    const delivered = bench.cloud.seen(reported).filter(({ kind }) => kind === 'deliver');
    expect(delivered.map((event) => 'topic' in event && event.topic)).not.to.include(delta);
  });

  it('is told in AWS’s words what was wrong with a report', async () => {
    const rejected = `${shadow}/update/rejected`;
    await bench.board.mqtt.subscribe(rejected, 1);
    const heardFrom = bench.board.position();
    const from = bench.cloud.position();

    await bench.board.mqtt.publish(`${shadow}/update`, '{"state":', { qos: 1 });

    const { payload } = await bench.board.mqtt.expectMessage(
      { topic: rejected },
      { from: heardFrom, withinMs: SOON },
    );
    expect(JSON.parse(Buffer.from(payload).toString())).to.include({
      code: 400,
      message: 'Invalid JSON',
    });
    const { outcome } = await bench.cloud.expect({ kind: 'shadow' }, { from, withinMs: SOON });
    expect(outcome).to.deep.equal({ accepted: false, code: 400, detail: 'Invalid JSON' });
  });
});
