import { useBench } from '../../harness/bench/use-bench.ts';

describe("Device Advisor, of the bench's policy, finds what is known of AWS's own in", () => {
  const bench = useBench({ area: 'mqtt', needs: ['policies'] });

  it('Security_Device_Policies', async () => {
    // A thing of its own: other specs lay other policies on the one that all share.
    const { policy } = await bench.createThing();

    await bench.advisor.begin('Security_Device_Policies', [policy]).conclude();
  });
});
