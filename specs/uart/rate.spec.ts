import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { commands } from '../../harness/at/commands/index.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
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

describe('The serial port at a rate that it was told to keep', () => {
  const bench = useBench({ area: 'uart', bench: ['rate', 'power'] });

  it('starts with it, tells it, and carries as well', async () => {
    const payload = payloadOf(2_000);

    const { stored, came } = await bench.trials.atStoredRate(OTHER_RATE, async () => ({
      stored: await bench.board.client.do(commands.uartStored.query),
      came: await bench.trials.roundTrips([payload]),
    }));

    expect(stored).to.include({ baud: OTHER_RATE, dataBits: 8, parity: 0 });
    expect(came).to.deep.equal([sha256(payload)]);
  });
});
