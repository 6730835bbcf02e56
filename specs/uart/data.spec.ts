import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

/** Around the sizes of buffers: a FIFO, a page, a kilobyte. */
const LENGTHS = [
  1, 2, 63, 64, 65, 119, 120, 121, 127, 128, 129, 255, 256, 257, 1_023, 1_024, 1_025, 2_000,
];
const TIMES = 100;

describe('The serial port', () => {
  const bench = useBench({ area: 'uart' });

  it('carries bytes of every value, in pieces of every size', async () => {
    const payloads = LENGTHS.map(payloadOf);

    expect(await bench.trials.roundTrips(payloads)).to.deep.equal(payloads.map(sha256));
  });

  it('carries as well behind hundreds of kilobytes', async () => {
    const payload = payloadOf(2_000);

    const came = await bench.trials.askedAgain(payload, TIMES);

    expect(came).to.deep.equal(new Set([sha256(payload)]));
  });
});
