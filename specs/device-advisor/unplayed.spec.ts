import { useBench } from '../../harness/bench/use-bench.ts';

describe('Device Advisor here has no part for', () => {
  const bench = useBench({ area: 'mqtt' });

  it('MQTT_Long_Duration', function () {
    bench.advisor.skip(this, 'MQTT_Long_Duration');
  });
});
