import { expect } from 'chai';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'sdk/test/java';
const SOON = 10_000;
/** Long enough for an acknowledgement that comes too early. */
const A_MOMENT = 300;
/** Several TLS records, and many parts. */
const LONG = payloadOf(20_000);

describe('A message that the board has acknowledged', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'], bench: ['power'] });

  it('was said before, even when the power goes then', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await bench.board.mqtt.subscribe(TOPIC, 1);
    const from = bench.board.position();
    const seenFrom = bench.cloud.position();

    const sending = bench.cloud.publish(TOPIC, LONG, { qos: 1 });
    await bench.cloud.expect({ kind: 'puback', topic: TOPIC }, { from: seenFrom, withinMs: SOON });
    await bench.board.powerCycle();
    await sending;

    const message = await bench.board.mqtt.expectMessage(
      { topic: TOPIC, payload: LONG },
      { from, withinMs: SOON },
    );
    expect(message.payload).to.have.lengthOf(LONG.length);
  });
});

describe('A message that comes in two halves', () => {
  const bench = useBench({ area: 'mqtt', bench: ['this computer'] });

  it('is acknowledged when it is all there, and not before', async () => {
    const payload = payloadOf(6_000);
    await bench.joinWifi();
    await using broker = await bench.trials.plainBroker();
    await bench.board.mqtt.configure({ scheme: 1, clientId: 'bench' });
    await bench.board.mqtt.connect(broker);
    const from = bench.board.position();

    const acknowledged = await broker.sendInHalves({
      topic: 'bench/halves',
      payload,
      pauseMs: A_MOMENT,
      withinMs: SOON,
    });

    expect(acknowledged).to.equal('in time');
    await bench.board.mqtt.expectMessage(
      { topic: 'bench/halves', payload },
      { from, withinMs: SOON },
    );
    await bench.board.mqtt.clean();
  });
});
