import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { payloadsOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 5_000;
/** The ends of the client's buffers, and a byte or some behind them, among what MQTT's users send. */
const SIZES = [
  ['0 to 129 bytes', payloadsOf(0, 129)],
  ['255 to 257 bytes', payloadsOf(255, 257)],
  ['1004 to 1010 bytes', payloadsOf(1_004, 1_010)],
  ['1023 to 1025 bytes', payloadsOf(1_023, 1_025)],
  ['2028 to 2034 bytes', payloadsOf(2_028, 2_034)],
  ['4096 bytes', payloadsOf(4_096, 4_096)],
  ['more than 16 KB', payloadsOf(16_400, 16_400)],
] as const;
const LOOKALIKES = [
  ['a result', 'before\r\nOK\r\nbehind'],
  ['a refusal', 'before\r\nERROR\r\nbehind'],
  ['a prompt', 'before\r\n>behind'],
  ['another message', 'before\r\n+MQTTSUBRECV:0,"x",3,abc\r\nbehind'],
] as const;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('Messages', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events'] });

  before('connect and subscribe', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await bench.board.mqtt.subscribe(bench.names.topic, 1);
  });

  after('take leave', () => bench.board.mqtt.clean());

  for (const [what, payloads] of SIZES) {
    it(`of ${what} go from the board to the cloud`, async () => {
      expect(await bench.trials.publishEach(bench.names.topic, payloads)).to.deep.equal(
        payloads.map(sha256),
      );
    });

    it(`of ${what} go from the cloud to the board`, async () => {
      expect(await bench.trials.receiveEach(bench.names.topic, payloads)).to.deep.equal(
        payloads.map(sha256),
      );
    });
  }

  for (const [what, payload] of LOOKALIKES) {
    it(`that hold what looks like ${what} arrive whole at the board`, async () => {
      const from = bench.board.position();
      const seenFrom = bench.cloud.position();

      await bench.cloud.publish(bench.names.topic, payload, { qos: 1 });

      await bench.board.mqtt.expectMessage(
        { topic: bench.names.topic, payload },
        { from, withinMs: SOON },
      );
      await bench.cloud.expect(
        { kind: 'puback', topic: bench.names.topic },
        { from: seenFrom, withinMs: SOON },
      );
      expect((await bench.board.mqtt.state()).isConnected).to.equal(true);
    });
  }
});
