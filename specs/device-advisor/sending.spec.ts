import { useBench } from '../../harness/bench/use-bench.ts';

/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('Device Advisor, of the messages of a board, finds what is known of its release in', () => {
  const bench = useBench({ area: 'mqtt', needs: ['tls-events', 'mqtt-events', 'packet-faults'] });

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    await bench.advisor.prepare();
  });

  afterEach('end the application', () => bench.advisor.putAway());

  it('MQTT_Client_Puback_Qos1', async () => {
    const examination = bench.advisor.begin('MQTT_Client_Puback_Qos1');
    await bench.advisor.runApplication();

    await bench.advisor.sendMessage();

    await examination.conclude();
  });

  it('MQTT_Publish_Retry_No_Puback', async () => {
    await using _loss = await bench.cloud.interfere({ packet: 'puback', to: 1, does: 'drop' });
    const examination = bench.advisor.begin('MQTT_Publish_Retry_No_Puback');

    await bench.advisor.runApplication({ publishQos: 1 });

    await examination.conclude();
  });

  it('MQTT_Publish_Retained_Messages', async () => {
    const examination = bench.advisor.begin('MQTT_Publish_Retained_Messages');

    await bench.advisor.runApplication({ retain: true });

    await examination.conclude();
  });

  it('MQTT_Subscribe_Retry_No_Suback', async () => {
    await using _loss = await bench.cloud.interfere({ packet: 'suback', to: 1, does: 'drop' });
    const examination = bench.advisor.begin('MQTT_Subscribe_Retry_No_Suback');

    await bench.advisor.runApplication();

    await examination.conclude();
  });
});
