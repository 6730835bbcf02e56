import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';
import { judgeCipherSuites } from '../../harness/clouds/cipher-suite-case.ts';
import { describeTest } from '../../reports/allure/allure-journal.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
/** The firmware waits ten seconds for the next message of a handshake. */
const PATIENCE = 30_000;

describe('A board and its server', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-personalities'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('have cipher suites in common, by the measure of Device Advisor', async () => {
    const from = bench.cloud.position();

    await bench.connect();

    const { hello } = await bench.cloud.expect({ kind: 'tls-accepted' }, { from, withinMs: SOON });
    const { verdict, recommended, unsupported } = judgeCipherSuites(hello);
    expect(recommended).not.to.deep.equal([]);
    expect(verdict).to.be.oneOf(['pass', 'warn']);
    describeTest({
      parameters: { 'cipher suites': verdict, 'not spoken by AWS': unsupported.join(', ') },
    });
  });

  it("connect with certificates that are 20 % larger than AWS's", async () => {
    await using _server = await bench.cloud.serveAs('bigger-chain');
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect(
      { kind: 'tls-accepted', personality: 'bigger-chain' },
      { from, withinMs: SOON },
    );
  });

  it('connect with certificates that fill a record', async () => {
    await using _server = await bench.cloud.serveAs('full-records');
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect(
      { kind: 'tls-accepted', personality: 'full-records' },
      { from, withinMs: SOON },
    );
  });

  it('pass on a message that fills records, and its acknowledgement', async () => {
    const payload = 'The quick brown fox jumps over the lazy dog. '.repeat(450);
    await using _server = await bench.cloud.serveAs('full-records');
    await bench.connect();
    await bench.board.mqtt.subscribe(bench.names.topic, 1);
    const from = bench.board.position();
    const cloudFrom = bench.cloud.position();

    await bench.cloud.publish(bench.names.topic, payload, { qos: 1 });

    const message = await bench.board.mqtt.expectMessage(
      { topic: bench.names.topic, payload },
      { from },
    );
    expect(message.payload).to.have.lengthOf(payload.length);
    await bench.cloud.expect(
      { kind: 'puback', topic: bench.names.topic },
      { from: cloudFrom, withinMs: SOON },
    );
  });

  it("connect with a server's key on a curve", async () => {
    await using _server = await bench.cloud.serveAs('ecdsa');
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect(
      { kind: 'tls-accepted', personality: 'ecdsa', version: 'TLSv1.2' },
      { from, withinMs: SOON },
    );
  });

  it("connect with the one cipher suite that is AWS's first choice", async () => {
    const cipher = 'ECDHE-RSA-AES128-GCM-SHA256';
    await using _server = await bench.cloud.serveAs(`cipher:${cipher}`);
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect({ kind: 'tls-accepted', cipher }, { from, withinMs: SOON });
  });

  it('do not connect when the server speaks TLS 1.3 alone', async () => {
    await using _server = await bench.cloud.serveAs('tls-1.3-only');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'cloud', alert: { number: 70 } },
      { from, withinMs: SOON },
    );
  });

  it("do not connect at a server like AWS's port 443 without a protocol", async () => {
    await using _server = await bench.cloud.serveAs('port-443');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'cloud', code: 'NO_APPLICATION_PROTOCOL' },
      { from, withinMs: SOON },
    );
  });

  it('part by the patience of the board when the server does not answer', async () => {
    await using _server = await bench.cloud.serveAs('stall-before-server-hello');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', code: 'CONNECTION_CLOSED' },
      { from, withinMs: PATIENCE },
    );
  });

  it('part by the patience of the board when the server does not finish', async () => {
    await using _server = await bench.cloud.serveAs('stall-before-finished');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', code: 'CONNECTION_CLOSED' },
      { from, withinMs: PATIENCE },
    );
  });

  it('part at once when the server resets the connection', async () => {
    await using _server = await bench.cloud.serveAs('reset-after-server-flight');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'cloud', code: 'CONNECTION_RESET' },
      { from, withinMs: SOON },
    );
  });
});

describe("A board at AWS's port 443", () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-personalities'],
    board: ['alpn'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('connects when it asks for x-amzn-mqtt-ca', async () => {
    await using _server = await bench.cloud.serveAs('port-443');
    const from = bench.cloud.position();

    await bench.connect({ protocols: ['x-amzn-mqtt-ca'] });

    await bench.cloud.expect(
      { kind: 'tls-accepted', personality: 'port-443', alpn: 'x-amzn-mqtt-ca' },
      { from, withinMs: SOON },
    );
  });
});
