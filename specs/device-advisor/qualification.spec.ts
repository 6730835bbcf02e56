import { useBench } from '../../harness/bench/use-bench.ts';
import { TWO_ROUNDS } from '../../harness/clouds/device-advisor/refusals.ts';
import { about } from '../../reports/area.ts';

/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('Device Advisor, to qualify a board, finds what is known of its release in', () => {
  const bench = useBench({
    area: 'mqtt',
    needs: ['tls-events', 'mqtt-events', 'server-personalities', 'packet-faults'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.advisor.prepare();
  });

  afterEach('end the application', () => bench.advisor.putAway());

  it(
    'TLS_Connect',
    about('tls', async () => {
      const examination = bench.advisor.begin('TLS_Connect');

      await bench.advisor.runApplication();

      await examination.conclude();
    }),
  );

  it(
    'TLS_Receive_Maximum_Size_Fragments',
    about('tls', async () => {
      const examination = bench.advisor.begin('TLS_Receive_Maximum_Size_Fragments');

      await bench.advisor.runApplication();
      await bench.advisor.sendMessage({ isLarge: true });

      await examination.conclude();
    }),
  );

  it(
    'TLS_Support_AWS_IoT_Cipher_Suites',
    about('tls', async () => {
      const examination = bench.advisor.begin('TLS_Support_AWS_IoT_Cipher_Suites');

      await bench.advisor.runApplication();

      await examination.conclude();
    }),
  );

  it(
    'TLS_Large_Size_Server_Cert',
    about('tls', async () => {
      await using _server = await bench.cloud.serveAs('bigger-chain');
      const examination = bench.advisor.begin('TLS_Large_Size_Server_Cert');

      await bench.advisor.runApplication();

      await examination.conclude();
    }),
  );

  it(
    'TLS_Unsecure_Server_Cert',
    about('tls', async () => {
      await using _server = await bench.cloud.serveAs('unknown-ca');
      const examination = bench.advisor.begin('TLS_Unsecure_Server_Cert');

      await bench.advisor.runApplication();

      await examination.conclude();
    }),
  );

  it(
    'TLS_Incorrect_Subject_Name_Server_Cert',
    about('tls', async () => {
      await using _server = await bench.cloud.serveAs('wrong-name');
      const examination = bench.advisor.begin('TLS_Incorrect_Subject_Name_Server_Cert');

      await bench.advisor.runApplication();

      await examination.conclude();
    }),
  );

  it(
    'TLS_Expired_Server_Cert',
    about('tls', async () => {
      await using _server = await bench.cloud.serveAs('expired');
      const examination = bench.advisor.begin('TLS_Expired_Server_Cert');

      await bench.advisor.runApplication();

      await examination.conclude();
    }),
  );

  it('MQTT_Connect', async () => {
    const examination = bench.advisor.begin('MQTT_Connect');

    await bench.advisor.runApplication();

    await examination.conclude();
  });

  it(
    'MQTT_Connect_Jitter_Backoff_Retries',
    about('reconnect', async () => {
      await using _refusals = await bench.cloud.interfere(...TWO_ROUNDS);
      const examination = bench.advisor.begin('MQTT_Connect_Jitter_Backoff_Retries');

      await bench.advisor.runApplication();

      await examination.conclude();
    }),
  );

  it('MQTT_Publish', async () => {
    const examination = bench.advisor.begin('MQTT_Publish');

    await bench.advisor.runApplication();

    await examination.conclude();
  });

  it('MQTT_Subscribe', async () => {
    const examination = bench.advisor.begin('MQTT_Subscribe');

    await bench.advisor.runApplication();

    await examination.conclude();
  });
});
