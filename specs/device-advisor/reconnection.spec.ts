import { useBench } from '../../harness/bench/use-bench.ts';
import { ONE_ROUND } from '../../harness/clouds/device-advisor/refusals.ts';
import { about } from '../../reports/area.ts';

/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('Device Advisor, of a board that loses its cloud, finds what is known of its release in', () => {
  const bench = useBench({
    area: 'reconnect',
    needs: ['tls-events', 'mqtt-events', 'packet-faults', 'device-disconnect'],
  });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.advisor.prepare();
  });

  afterEach('end the application', () => bench.advisor.putAway());

  it('MQTT_Connect_Exponential_Backoff_Retries', async () => {
    await using _refusals = await bench.cloud.interfere(...ONE_ROUND);
    const examination = bench.advisor.begin('MQTT_Connect_Exponential_Backoff_Retries');

    await bench.advisor.runApplication();

    await examination.conclude();
  });

  it('MQTT_Reconnect_Backoff_Retries_On_Server_Disconnect', async () => {
    const examination = bench.advisor.begin('MQTT_Reconnect_Backoff_Retries_On_Server_Disconnect');
    await bench.advisor.runApplication();

    await using _refusals = await bench.cloud.interfere({ packet: 'connack', does: 'close' });
    await bench.advisor.endConnection();

    await examination.conclude();
  });

  it('MQTT_Reconnect_Backoff_Retries_On_Unstable_Connection', async () => {
    const examination = bench.advisor.begin(
      'MQTT_Reconnect_Backoff_Retries_On_Unstable_Connection',
    );
    await bench.advisor.runApplication();

    await using _losses = await bench.cloud.interfere({ packet: 'suback', does: 'close' });
    await bench.advisor.endConnection();

    await examination.conclude();
  });

  it(
    'MQTT_No_Ack_PingResp',
    about('mqtt', async () => {
      await using _silence = await bench.cloud.interfere(
        { packet: 'puback', does: 'drop' },
        { packet: 'suback', does: 'drop' },
        { packet: 'pingresp', does: 'drop' },
      );
      const examination = bench.advisor.begin('MQTT_No_Ack_PingResp');

      await bench.advisor.runApplication({ subscribeQos: 0, keepAliveSeconds: 4 });

      await examination.conclude();
    }),
  );

  it('MQTT_Persistent_Session_Happy_Case', async () => {
    const examination = bench.advisor.begin('MQTT_Persistent_Session_Happy_Case');
    await bench.advisor.runApplication({ keepSession: true });

    await bench.advisor.endConnection();
    await bench.advisor.sendMessage();

    await examination.conclude();
  });

  it('MQTT_Expired_Persistent_Session', async () => {
    const examination = bench.advisor.begin('MQTT_Expired_Persistent_Session');
    await bench.advisor.runApplication({ keepSession: true });

    await bench.advisor.endConnection({ cleanSession: true });

    await examination.conclude();
  });
});
