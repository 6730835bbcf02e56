import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { payloadOf } from '../../harness/bench/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const OTHER_RATE = 460_800;
/** A receiver is right up to some 3 %. */
const LEAST = OTHER_RATE * 0.97;
const MOST = OTHER_RATE * 1.03;

describe('The serial port at another rate', () => {
  const bench = useBench({ area: 'uart', bench: ['rate', 'power'] });

  it('tells it, and carries as well', async () => {
    const payload = payloadOf(2_000);

    const { rate, came } = await bench.trials.atRate(OTHER_RATE, async () => ({
      rate: await bench.board.raw.uart.rate(),
      came: await bench.trials.roundTrips([payload]),
    }));

    expect(rate).to.be.within(LEAST, MOST);
    expect(came).to.deep.equal([sha256(payload)]);
  });
});
