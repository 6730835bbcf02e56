import { expect } from 'chai';
import { failure } from '../../harness/bench/failure.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const SOON = 10_000;
/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;
/** Broken ciphers and hashes, suites without encryption or without a server's certificate, and those for export. */
const BROKEN = /NULL|RC4|EXPORT|anon|_DES_|MD5/;

describe('The hello of a board', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('offers what AWS chooses first, on a curve, and nothing that is broken', async () => {
    const from = bench.cloud.position();

    await bench.connect();

    const { hello } = await bench.cloud.expect({ kind: 'tls-accepted' }, { from, withinMs: SOON });
    const suites = hello?.cipherSuites.map(({ name }) => name) ?? [];
    expect(suites).to.include.members([
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    ]);
    expect(suites.filter((name) => BROKEN.test(name))).to.deep.equal([]);
    expect(hello?.groups.map(({ name }) => name)).to.include('secp256r1');
  });
});

describe('A board of the newer generation', () => {
  const bench = useBench({
    area: 'tls',
    needs: ['tls-events', 'mqtt-events', 'server-personalities'],
    board: ['tls 1.2 alone'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.prepare(bench.credentialsOf(await bench.thing()));
  });

  afterEach('disconnect', () => bench.board.mqtt.clean());

  it('speaks TLS 1.2', async () => {
    await using _server = await bench.cloud.serveAs('tls-1.2-only');
    const from = bench.cloud.position();

    await bench.connect();

    await bench.cloud.expect(
      { kind: 'tls-accepted', version: 'TLSv1.2' },
      { from, withinMs: SOON },
    );
  });

  it('takes no signature of a broken hash', async () => {
    const from = bench.cloud.position();

    await bench.connect();

    const { hello } = await bench.cloud.expect({ kind: 'tls-accepted' }, { from, withinMs: SOON });
    const names = hello?.signatureAlgorithms.map(({ name }) => name) ?? [];
    expect(names).not.to.deep.equal([]);
    expect(names.filter((name) => /sha1|md5/.test(name))).to.deep.equal([]);
  });

  it('speaks nothing older, which others could break', async () => {
    await using _server = await bench.cloud.serveAs('tls-1.1-only');
    const from = bench.cloud.position();

    const refused = await failure(bench.connect());

    expect(refused.code).to.equal('MQTT_CONNECT_FAILED');
    await bench.cloud.expect(
      { kind: 'tls-refused', by: 'device', personality: 'tls-1.1-only', alert: { number: 70 } },
      { from, withinMs: SOON },
    );
  });
});

describe('Protocols that nobody asked for', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events'], board: ['alpn'] });

  it('are forgotten with the connection', async () => {
    await bench.prepare(bench.credentialsOf(await bench.thing()));
    await bench.connect({ protocols: ['x-amzn-mqtt-ca'] });
    await bench.board.mqtt.clean();
    const from = bench.cloud.position();

    await bench.connect();

    const { hello } = await bench.cloud.expect({ kind: 'tls-accepted' }, { from, withinMs: SOON });
    expect(hello?.alpn).to.deep.equal([]);
    await bench.board.mqtt.clean();
  });
});
