import { expect } from 'chai';
import { useBench } from '../../harness/bench/use-bench.ts';

describe('A board with several roots', () => {
  const bench = useBench({ area: 'tls', needs: ['tls-events', 'mqtt-events'] });

  for (const place of ['first', 'last'] as const) {
    it(`believes a server of the ${place} of them`, async () => {
      const thing = await bench.thing();
      const { caPem: other } = await bench.flawedDevice('otherRoot');
      const { caPem: own, ...rest } = bench.credentialsOf(thing);
      const caPem = place === 'first' ? own + other : other + own;

      await bench.prepare({ ...rest, caPem });

      expect(await bench.certificateShown()).to.equal(thing.certificateId);
    });
  }
});
