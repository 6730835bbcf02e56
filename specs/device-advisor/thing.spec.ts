import { doJob, followDesired, reportState } from '../../harness/bench/lab/thing-applications.ts';
import { needing, useBench } from '../../harness/bench/use-bench.ts';
import type { Thing } from '../../harness/clouds/cloud.ts';

/** A real board may take a minute for the time alone. */
const PREPARED = 600_000;

describe('Device Advisor, of a board and its thing, finds what is known of its release in', () => {
  const bench = useBench({ area: 'mqtt', needs: ['mqtt-events', 'policies'] });
  let thing: Thing;

  before('prepare the board', async function () {
    this.timeout(PREPARED);
    thing = await bench.advisor.prepare();
  });

  afterEach('end the application', () => bench.advisor.putAway());

  it(
    'Shadow_Publish_Reported_State',
    needing(bench, ['shadows'], async () => {
      const examination = bench.advisor.begin('Shadow_Publish_Reported_State');

      await bench.advisor.runThingApplication(reportState, thing);

      await examination.conclude();
    }),
  );

  it(
    'Shadow_Update_Reported_State',
    needing(bench, ['shadows'], async () => {
      const examination = bench.advisor.begin('Shadow_Update_Reported_State');

      await bench.advisor.runThingApplication(followDesired, thing);

      await examination.conclude();
    }),
  );

  it(
    'Job_Execution',
    needing(bench, ['jobs'], async () => {
      const examination = bench.advisor.begin('Job_Execution');

      await bench.advisor.runThingApplication(doJob, thing);

      await examination.conclude();
    }),
  );
});
