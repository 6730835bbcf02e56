import { expect } from 'chai';
import { sha256 } from '../../certs/sha256.ts';
import { commands } from '../../harness/at/commands/index.ts';
import { payloadOf } from '../../harness/bench/lab/payloads.ts';
import { useBench } from '../../harness/bench/use-bench.ts';

const OTHER_RATE = 460_800;
/** As slow and as fast as adapters are used with these boards. */
const RATES = [9_600, OTHER_RATE, 921_600];
/** A receiver is right up to some 3 %. */
const TOLERANCE = 0.03;

describe('The serial port at another rate', () => {
  const bench = useBench({ area: 'uart', bench: ['rate', 'power'] });

  for (const baud of RATES) {
    it(`such as ${baud} tells it, and carries as well, also behind a refusal`, async () => {
      const payload = payloadOf(2_000);

      const { rate, refused, came } = await bench.trials.atRate(baud, async () => ({
        rate: await bench.board.raw.uart.rate(),
        refused: await bench.board.raw.shell.askForNonsense(1),
        came: await bench.trials.roundTrips([payload]),
      }));

      expect(rate).to.be.closeTo(baud, baud * TOLERANCE);
      expect(refused).to.equal(1);
      expect(came).to.deep.equal([sha256(payload)]);
    });
  }
});

describe('The serial port at a rate that it was told to keep', () => {
  const bench = useBench({ area: 'uart', bench: ['rate', 'power'] });

  it('starts with it, tells it, and carries as well', async () => {
    const payload = payloadOf(2_000);
    const before = await bench.board.client.do(commands.uartStored.query);

    const { stored, came } = await bench.trials.atStoredRate(OTHER_RATE, async () => ({
      stored: await bench.board.client.do(commands.uartStored.query),
      came: await bench.trials.roundTrips([payload]),
    }));

    expect(stored).to.deep.equal({ ...before, baud: OTHER_RATE });
    expect(came).to.deep.equal([sha256(payload)]);
  });
});
