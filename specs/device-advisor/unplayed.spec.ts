import { useBench } from '../../harness/bench/use-bench.ts';

describe('Device Advisor here has no part for', () => {
  const bench = useBench();

  it('Security_Device_Policies', function () {
    bench.advisor.skip(this, 'Security_Device_Policies');
  });

  it('Shadow_Publish_Reported_State', function () {
    bench.advisor.skip(this, 'Shadow_Publish_Reported_State');
  });

  it('Shadow_Update_Reported_State', function () {
    bench.advisor.skip(this, 'Shadow_Update_Reported_State');
  });

  it('Job_Execution', function () {
    bench.advisor.skip(this, 'Job_Execution');
  });

  it('MQTT_Long_Duration', function () {
    bench.advisor.skip(this, 'MQTT_Long_Duration');
  });
});
