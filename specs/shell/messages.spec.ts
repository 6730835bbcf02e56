import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { payloadOf, payloadsOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const TOPIC = 'sdk/test/java';
const OTHER_TOPIC = 'sdk/test/Python';
const SOON = 5_000;
/** Echo is off, before a message and behind it. */
const GREETING = [['AT\r\n', '\r\nOK\r\n']] as const;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('A board that is talked to', () => {
  const bench = useBench({ area: 'shell', needs: ['mqtt-events'] });

  before('connect and subscribe', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect();
    await bench.board.mqtt.subscribe(TOPIC, 1);
  });

  after('take leave', () => bench.board.mqtt.clean());

  it('keeps messages and answers apart', async () => {
    const payloads = payloadsOf(20, 50);

    const arrived = await bench.trials.receiveWhileAsked(TOPIC, payloads);

    expect(arrived).to.deep.equal(payloads.map(sha256));
    expect(await bench.board.raw.shell.converse(GREETING)).to.deep.equal(GREETING);
    await bench.board.client.synchronise();
  });

  it('keeps its echo off behind data that it was sent', async () => {
    await bench.board.mqtt.publish(OTHER_TOPIC, payloadOf(100), { raw: true });

    expect(await bench.board.raw.shell.converse(GREETING)).to.deep.equal(GREETING);
    await bench.board.client.synchronise();
  });

  it('takes quotes, commas and backslashes on a command line for what they stand for', async () => {
    const payload = '{"path":"C:\\\\lab\\\\1","list":[1,2,"\\"3\\""]}';
    const from = bench.cloud.position();

    await bench.board.mqtt.publish(OTHER_TOPIC, payload, { qos: 1 });

    await bench.cloud.expect(
      { kind: 'publish', topic: OTHER_TOPIC, payload },
      { from, withinMs: SOON },
    );
  });
});
